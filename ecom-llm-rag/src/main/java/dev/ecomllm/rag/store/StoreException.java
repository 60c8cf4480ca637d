package dev.ecomllm.rag.store;

import org.jspecify.annotations.Nullable;

/**
 * A store could not do what it was asked to. No message holds a header or any text of a passage.
 */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  /**
   * A failure.
   *
   * @param problem what was tried and what went wrong
   * @param retryable whether the same may succeed at another time
   */
  public StoreException(String problem, boolean retryable, @Nullable Throwable cause) {
    super(problem, cause);
    this.retryable = retryable;
  }

  /** Whether the same may succeed at another time: the server is away, busy or broken. */
  public boolean isRetryable() {
    return retryable;
  }
}
