package dev.ecomllm.engine;

import dev.ecomllm.error.ModelCallException;
import java.io.IOException;
import java.time.Duration;

/** Whether to try again, and how long to wait before. */
final class Backoff {

  private static final double FIRST_NANOS = 0.5e9;
  private static final double LONGEST_NANOS = 8e9;

  private Backoff() {}

  /**
   * Doubles from 0.5 seconds up to 8, and takes a random share between half and all of it, so that
   * callers who failed together don't come back together. If the server said how long to wait, that
   * is the least, and up to 0.5 seconds come on top.
   *
   * @param attempt which one failed, counted from 1
   * @param random 0 to 1
   */
  static Duration pause(int attempt, ModelCallException failure, double random) {
    if (failure.retryAfter().isPresent()) {
      return failure.retryAfter().get().plusNanos((long) (FIRST_NANOS * random));
    }
    double whole = Math.min(FIRST_NANOS * Math.pow(2, attempt - 1), LONGEST_NANOS);
    return Duration.ofNanos((long) (whole * (0.5 + 0.5 * random)));
  }

  /**
   * Whether another try may do. A server that is left alone is not asked again by the same
   * question: whoever asked may have another one.
   */
  static boolean isWorthAnother(ModelCallException failure) {
    return failure.isRetryable() && failure.kind() != ModelCallException.Kind.CIRCUIT_OPEN;
  }

  /**
   * Whether another try burdens a server that did not ask for it. One that says when to come back,
   * or that it has too many requests, deals with its load itself.
   */
  static boolean burdens(ModelCallException failure) {
    return failure.retryAfter().isEmpty() && failure.status().orElse(0) != 429;
  }

  /**
   * Whether the server closed a kept-alive connection at the moment when the request was sent, in
   * the words of Apache's or the JDK's HTTP client. Nothing was received, so another connection
   * will do, at once.
   */
  static boolean closedBeforeAnyReply(ModelCallException failure) {
    for (Throwable at = failure.getCause(); at != null; at = at.getCause()) {
      if (at instanceof IOException
          && at.getMessage() != null
          && (at.getMessage().contains("failed to respond")
              || at.getMessage().contains("header parser received no bytes"))) {
        return true;
      }
    }
    return false;
  }
}
