package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.CoverageAtPrecision;
import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.Resampling;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Stated confidences and whether they were right, for resampling: many of them are put together in
 * steps of a thousandth, each step at its mean.
 */
final class Confidences {

  private static final int STEPS = 1_000;

  private final int[] counts;
  private final StatedConfidence stated;
  private final CoverageAtPrecision coverage;

  private Confidences(double[] confidence, boolean[] right, int[] counts) {
    this.counts = counts;
    stated = new StatedConfidence(confidence, right);
    coverage = new CoverageAtPrecision(confidence, right);
  }

  static Confidences each(double[] confidence, boolean[] right) {
    int[] once = new int[confidence.length];
    Arrays.fill(once, 1);
    return new Confidences(confidence, right, once);
  }

  /** As they are while they are few. */
  static Confidences inSteps(double[] confidence, boolean[] right) {
    if (confidence.length <= Alike.FEW) {
      return each(confidence, right);
    }
    // Steps that were right, steps that were not, and the unknown ones, which are neither.
    int unknown = 2 * (STEPS + 1);
    double[] sums = new double[unknown + 1];
    int[] all = new int[unknown + 1];
    for (int i = 0; i < confidence.length; i++) {
      int step =
          Double.isNaN(confidence[i])
              ? unknown
              : 2 * (int) (confidence[i] * STEPS) + (right[i] ? 1 : 0);
      sums[step] += confidence[i];
      all[step]++;
    }
    int[] used = IntStream.rangeClosed(0, unknown).filter(s -> all[s] > 0).toArray();
    double[] means = new double[used.length];
    boolean[] rights = new boolean[used.length];
    int[] counts = new int[used.length];
    for (int i = 0; i < used.length; i++) {
      means[i] = sums[used[i]] / all[used[i]];
      rights[i] = used[i] % 2 == 1;
      counts[i] = all[used[i]];
    }
    return new Confidences(means, rights, counts);
  }

  int[] counts() {
    return counts;
  }

  /** How many are known. */
  long known() {
    return stated.known();
  }

  /** Coverage at a precision of 0.90 and of 0.95. */
  double[] coverage(int[] weights) {
    return new double[] {coverage.at(0.90, weights), coverage.at(0.95, weights)};
  }

  /** Expected calibration error and Brier score. */
  double[] errors(int[] weights) {
    return stated.errors(weights);
  }

  /** The intervals of both, from the same resamples. */
  Interval[] intervals(Resampling resampling) {
    return resampling.intervals(
        counts,
        weights ->
            DoubleStream.concat(Arrays.stream(coverage(weights)), Arrays.stream(errors(weights)))
                .toArray());
  }
}
