package dev.ecomllm.error;

import org.jspecify.annotations.Nullable;

/**
 * The model answered, and the answer cannot be used. {@link #output()} is exactly what the model
 * wrote; the message never repeats it.
 */
public final class InvalidOutputException extends EcomLlmException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String path;
  private final String output;

  private InvalidOutputException(
      String productId, String problem, String path, String output, @Nullable Throwable cause) {
    super(productId, path.isEmpty() ? problem : problem + " (at " + path + ")", cause);
    this.problem = problem;
    this.path = path;
    this.output = output;
  }

  /**
   * An unusable answer.
   *
   * @param problem what was expected, without any text of the answer
   * @param output exactly what the model wrote
   */
  public InvalidOutputException(String problem, String output) {
    this("", problem, "", output, null);
  }

  /**
   * An unusable answer in JSON.
   *
   * @param problem what was expected, without any text of the answer
   * @param path where, such as {@code $.attributes[2].value}
   * @param output exactly what the model wrote
   */
  public InvalidOutputException(
      String problem, String path, String output, @Nullable Throwable cause) {
    this("", problem, path, output, cause);
  }

  /** What was expected, without any text of the answer. */
  public String problem() {
    return problem;
  }

  /**
   * Where in the JSON, such as {@code $.attributes[2].value}; {@code ""} where that does not apply.
   */
  public String path() {
    return path;
  }

  /** Exactly what the model wrote. It may repeat product text: do not log it. */
  public String output() {
    return output;
  }

  /** False: at temperature 0 the same question gets the same answer. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  public InvalidOutputException about(String productId) {
    InvalidOutputException named =
        new InvalidOutputException(productId, problem, path, output, getCause());
    named.setStackTrace(getStackTrace());
    return named;
  }
}
