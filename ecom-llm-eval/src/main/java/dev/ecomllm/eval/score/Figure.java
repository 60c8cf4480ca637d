package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.Proportion;

/**
 * A number that is never without its n and its interval.
 *
 * @param value the estimate
 * @param n how many examples it is of
 * @param interval where the true value lies, at the evaluation's confidence
 * @param method how the interval was found: {@code wilson} or {@code bootstrap}
 */
public record Figure(double value, long n, Interval interval, String method) {

  /** A share of examples, with Wilson's interval. */
  static Figure share(long successes, long n, double confidence) {
    return new Figure(
        (double) successes / n, n, Proportion.wilson(successes, n, confidence), "wilson");
  }

  /** A statistic whose interval was resampled. */
  static Figure resampled(double value, long n, Interval interval) {
    return new Figure(value, n, interval, "bootstrap");
  }
}
