package dev.ecomllm.bulk;

import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;

/**
 * A failure as a journal keeps it: enough that whoever handles it can't tell it from the first. A
 * cause, and what the server said, are not kept.
 *
 * @param type the exception's class
 * @param product the product that it names, or {@code ""}
 * @param message what is wrong, without the product
 * @param status for a call the HTTP status, or 0
 * @param path for an output where in the JSON, or {@code ""}
 * @param output for an output what the model wrote, or {@code ""}
 */
record JournalFailure(
    String type, String product, String message, int status, String path, String output) {

  /** Whether asking again at another time may help: then a journal keeps nothing of it. */
  static boolean mayPass(RuntimeException error) {
    return (error instanceof EcomLlmException failure && failure.isRetryable())
        || (error instanceof ModelCallException call
            && call.kind() == ModelCallException.Kind.INTERRUPTED);
  }

  static JournalFailure of(RuntimeException error) {
    String type = error.getClass().getName();
    String message = String.valueOf(error.getMessage());
    if (error instanceof InvalidOutputException output) {
      return new JournalFailure(
          type, output.productId(), output.problem(), 0, output.path(), output.output());
    }
    if (error instanceof ModelCallException call) {
      String named = "product '" + call.productId() + "': ";
      return new JournalFailure(
          type,
          call.productId(),
          message.startsWith(named) ? message.substring(named.length()) : message,
          call.status().orElse(0),
          "",
          "");
    }
    return new JournalFailure(
        error instanceof IllegalArgumentException ? IllegalArgumentException.class.getName() : type,
        "",
        message,
        0,
        "",
        "");
  }

  RuntimeException toException() {
    if (type.equals(InvalidOutputException.class.getName())) {
      return new InvalidOutputException(message, path, output, null).about(product);
    }
    if (type.equals(ModelCallException.class.getName())) {
      // All other kinds may pass.
      ModelCallException.Kind kind = ModelCallException.Kind.REJECTED;
      ModelCallException call =
          status == 0
              ? ModelCallException.of(kind, message, null)
              : ModelCallException.ofStatus(kind, message, status, null);
      return call.about(product);
    }
    return type.equals(IllegalArgumentException.class.getName())
        ? new IllegalArgumentException(message)
        : new IllegalStateException(type + ": " + message);
  }
}
