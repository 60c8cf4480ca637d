package dev.ecomllm.engine;

import java.time.Duration;

/**
 * How long, how often and how fast questions are tried. Immutable.
 *
 * @param timeout for one try, more than zero; the default is 30 seconds
 * @param deadline for the whole question with all tries and the pauses between them, more than
 *     zero; the default is 60 seconds
 * @param maxAttempts tries of one request, at least 1; the default is 3. A request that shows the
 *     model what was wrong with its answer is a new one. A kept-alive connection that turned out to
 *     be closed costs no try
 * @param hedgeAfter how long a try may take before a second one is sent beside it; zero, the
 *     default, for never
 * @param requestsPerSecond how many are sent at most; zero, the default, for any number
 * @param tokensPerSecond how many are used at most, of prompts and replies; zero, the default, for
 *     any number
 */
public record CallSettings(
    Duration timeout,
    Duration deadline,
    int maxAttempts,
    Duration hedgeAfter,
    double requestsPerSecond,
    double tokensPerSecond) {

  /** 30 seconds for a try, 60 seconds for all, at most 3 tries, no second beside one, no limit. */
  public static final CallSettings DEFAULTS =
      new CallSettings(Duration.ofSeconds(30), Duration.ofSeconds(60), 3, Duration.ZERO, 0, 0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a timeout or deadline is not more than zero, maxAttempts is
   *     less than 1, or another is less than zero
   */
  public CallSettings {
    positive("timeout", timeout);
    positive("deadline", deadline);
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1, not " + maxAttempts);
    }
    if (hedgeAfter.isNegative()) {
      throw new IllegalArgumentException("hedgeAfter must be at least zero, not " + hedgeAfter);
    }
    limit("requestsPerSecond", requestsPerSecond);
    limit("tokensPerSecond", tokensPerSecond);
  }

  /** These settings with another time for one try. */
  public CallSettings withTimeout(Duration timeout) {
    return new CallSettings(
        timeout, deadline, maxAttempts, hedgeAfter, requestsPerSecond, tokensPerSecond);
  }

  /** These settings with another time for the whole question. */
  public CallSettings withDeadline(Duration deadline) {
    return new CallSettings(
        timeout, deadline, maxAttempts, hedgeAfter, requestsPerSecond, tokensPerSecond);
  }

  /** These settings with another number of tries. */
  public CallSettings withMaxAttempts(int maxAttempts) {
    return new CallSettings(
        timeout, deadline, maxAttempts, hedgeAfter, requestsPerSecond, tokensPerSecond);
  }

  /** These settings with another time before a second try beside the first. */
  public CallSettings withHedgeAfter(Duration hedgeAfter) {
    return new CallSettings(
        timeout, deadline, maxAttempts, hedgeAfter, requestsPerSecond, tokensPerSecond);
  }

  /** These settings with another limit of requests. */
  public CallSettings withRequestsPerSecond(double requestsPerSecond) {
    return new CallSettings(
        timeout, deadline, maxAttempts, hedgeAfter, requestsPerSecond, tokensPerSecond);
  }

  /** These settings with another limit of tokens. */
  public CallSettings withTokensPerSecond(double tokensPerSecond) {
    return new CallSettings(
        timeout, deadline, maxAttempts, hedgeAfter, requestsPerSecond, tokensPerSecond);
  }

  private static void positive(String what, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(what + " must be more than zero, not " + value);
    }
  }

  private static void limit(String what, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be at least zero, not " + value);
    }
  }
}
