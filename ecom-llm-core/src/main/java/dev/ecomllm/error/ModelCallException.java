package dev.ecomllm.error;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** No answer came from the model's server. */
public final class ModelCallException extends EcomLlmException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final int status;
  private final @Nullable Duration retryAfter;
  private final String problem;
  private final String detail;
  private final int attempts;

  private ModelCallException(
      String productId,
      Kind kind,
      String problem,
      String detail,
      int status,
      @Nullable Duration retryAfter,
      int attempts,
      @Nullable Throwable cause) {
    super(productId, attempts > 1 ? problem + " (tried " + attempts + " times)" : problem, cause);
    this.kind = kind;
    this.problem = problem;
    this.detail = detail;
    this.status = status;
    this.retryAfter = retryAfter;
    this.attempts = attempts;
  }

  /** A failure without an HTTP status: refused, reset, unreadable, timed out. */
  public static ModelCallException of(Kind kind, String problem, @Nullable Throwable cause) {
    return new ModelCallException("", kind, problem, "", 0, null, 1, cause);
  }

  /** A failure that the server told with an HTTP status. */
  public static ModelCallException ofStatus(
      Kind kind, String problem, int status, @Nullable Duration retryAfter) {
    return new ModelCallException("", kind, problem, "", status, retryAfter, 1, null);
  }

  /**
   * Nothing was sent, because the server failed too often just now.
   *
   * @param retryAfter how long it is left alone
   */
  public static ModelCallException notAsked(String problem, Duration retryAfter) {
    return new ModelCallException("", Kind.CIRCUIT_OPEN, problem, "", 0, retryAfter, 1, null);
  }

  /**
   * Nothing was sent, because our own limit was used up and the deadline is nearer than its end.
   *
   * @param retryAfter how long to wait
   */
  public static ModelCallException notSent(String problem, Duration retryAfter) {
    return new ModelCallException("", Kind.RATE_LIMITED, problem, "", 0, retryAfter, 1, null);
  }

  /** Why no answer came. */
  public enum Kind {
    /** Refused, reset, a server error: another try may do. */
    TRANSIENT,
    /** Too many requests (429) or no room (503): another try after a wait may do. */
    RATE_LIMITED,
    /**
     * The server failed too often just now, so it was not asked; {@link #retryAfter()} says how
     * long it is left alone.
     */
    CIRCUIT_OPEN,
    /** The server will not answer this request: 4xx, unknown model, bad key. */
    REJECTED,
    /** The time for the call was used up. */
    TIMED_OUT,
    /** The calling thread was interrupted: nobody waits for the answer any more. */
    INTERRUPTED
  }

  /** Why no answer came. */
  public Kind kind() {
    return kind;
  }

  /** The HTTP status, where there was one. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** How long the server asked to wait, or we wait before it is asked again. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * What the server said about it, or {@code ""}. Servers repeat parts of the request, and so
   * product text: do not log it.
   */
  public String detail() {
    return detail;
  }

  /** This failure with what the server said about it. */
  public ModelCallException withDetail(String detail) {
    return copy(productId(), detail, attempts);
  }

  /** This failure, saying how often the call was tried. */
  public ModelCallException afterAttempts(int attempts) {
    return copy(productId(), detail, attempts);
  }

  /** Everything but {@link Kind#REJECTED} and {@link Kind#INTERRUPTED}. */
  @Override
  public boolean isRetryable() {
    return kind != Kind.REJECTED && kind != Kind.INTERRUPTED;
  }

  @Override
  public ModelCallException about(String productId) {
    return copy(productId, detail, attempts);
  }

  private ModelCallException copy(String productId, String detail, int attempts) {
    ModelCallException copy =
        new ModelCallException(
            productId, kind, problem, detail, status, retryAfter, attempts, getCause());
    copy.setStackTrace(getStackTrace());
    return copy;
  }
}
