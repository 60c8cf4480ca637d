package dev.ecomllm.client.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error answer of a server as an exception. Its message is made of our words and the server's
 * error type; what the server wrote goes into the detail, for it may repeat the request.
 */
final class ServerErrors {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_DETAIL = 2_000;
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "context length|context window|max_model_len|maximum model length|maximum length"
              + "|too long|too many tokens",
          Pattern.CASE_INSENSITIVE);

  /** What a type must look like to be repeated in a message, such as {@code BadRequestError}. */
  private static final Pattern TYPE = Pattern.compile("[A-Za-z_]{1,40}[Ee]rror");

  private ServerErrors() {}

  static ModelCallException of(
      String where, int status, byte[] body, @Nullable Duration retryAfter) {
    JsonNode error = error(body);
    String detail = text(error, "message");
    String type = text(error, "type");
    Kind kind = kind(status);
    StringBuilder problem = new StringBuilder(where + " answered HTTP " + status);
    if (TYPE.matcher(type).matches()) {
      problem.append(" (").append(type).append(')');
    }
    problem.append(": ").append(meaning(status, detail));
    if (retryAfter != null) {
      problem.append(", asks to wait for ").append(retryAfter.toMillis()).append(" ms");
    }
    return ModelCallException.ofStatus(kind, problem.toString(), status, retryAfter)
        .withDetail(detail);
  }

  private static Kind kind(int status) {
    return switch (status) {
      case 408 -> Kind.TIMED_OUT;
      case 429, 503 -> Kind.RATE_LIMITED;
      default -> status >= 500 ? Kind.TRANSIENT : Kind.REJECTED;
    };
  }

  private static String meaning(int status, String detail) {
    return switch (status) {
      case 400, 413, 422 ->
          TOO_LONG.matcher(detail).find()
              ? "the prompt and the reply are too long for the model"
              : "it does not take this request";
      case 401, 403 -> "it does not accept the API key, or needs one";
      case 404 -> "it does not serve this model, or not under this path";
      case 408 -> "it gave up waiting";
      case 429 -> "too many requests";
      case 503 -> "it has no room, or is not ready";
      default -> {
        if (status >= 300 && status < 400) {
          yield "redirects are not followed; give the endpoint's final address";
        }
        yield status >= 500 ? "it failed" : "it does not take this request";
      }
    };
  }

  /** The error object: nested since vLLM 0.10, at the top before; FastAPI says "detail". */
  private static JsonNode error(byte[] body) {
    try {
      JsonNode root = JSON.readTree(body);
      JsonNode error = root.path("error");
      return error.isObject() ? error : root;
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  private static String text(JsonNode error, String field) {
    JsonNode node = error.path(field);
    if (node.isMissingNode() && field.equals("message")) {
      node = error.has("detail") ? error.path("detail") : error.path("error");
    }
    String text = node.isTextual() ? node.textValue() : node.isMissingNode() ? "" : node.toString();
    return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL);
  }
}
