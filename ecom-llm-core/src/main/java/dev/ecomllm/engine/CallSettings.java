package dev.ecomllm.engine;

import java.time.Duration;

/**
 * How long and how often a question is tried. Immutable.
 *
 * @param timeout for one try, more than zero; the default is 30 seconds
 * @param deadline for the whole question with all tries and the pauses between them, more than
 *     zero; the default is 60 seconds
 * @param maxAttempts tries of one request, at least 1; the default is 3. A request that shows the
 *     model what was wrong with its answer is a new one. A kept-alive connection that turned out to
 *     be closed costs no try
 */
public record CallSettings(Duration timeout, Duration deadline, int maxAttempts) {

  /** 30 seconds for a try, 60 seconds for all, at most 3 tries. */
  public static final CallSettings DEFAULTS =
      new CallSettings(Duration.ofSeconds(30), Duration.ofSeconds(60), 3);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a duration is not more than zero, or maxAttempts less than
   *     1
   */
  public CallSettings {
    positive("timeout", timeout);
    positive("deadline", deadline);
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1, not " + maxAttempts);
    }
  }

  /** These settings with another time for one try. */
  public CallSettings withTimeout(Duration timeout) {
    return new CallSettings(timeout, deadline, maxAttempts);
  }

  /** These settings with another time for the whole question. */
  public CallSettings withDeadline(Duration deadline) {
    return new CallSettings(timeout, deadline, maxAttempts);
  }

  /** These settings with another number of tries. */
  public CallSettings withMaxAttempts(int maxAttempts) {
    return new CallSettings(timeout, deadline, maxAttempts);
  }

  private static void positive(String what, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(what + " must be more than zero, not " + value);
    }
  }
}
