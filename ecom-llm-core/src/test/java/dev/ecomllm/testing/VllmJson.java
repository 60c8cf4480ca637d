package dev.ecomllm.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What vLLM writes. */
final class VllmJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private VllmJson() {}

  static StubReply error(int status, String type, String message) {
    ObjectNode body = JSON.objectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", type)
        .putNull("param")
        .put("code", status);
    return StubReply.raw(status, "application/json", body.toString());
  }

  static JsonNode models(String model, int maxModelLength) {
    ObjectNode body = JSON.objectNode().put("object", "list");
    body.putArray("data")
        .addObject()
        .put("id", model)
        .put("object", "model")
        .put("owned_by", "vllm")
        .put("root", model)
        .putNull("parent")
        .put("max_model_len", maxModelLength);
    return body;
  }

  static JsonNode tokens(int count, int maxModelLength) {
    ObjectNode body = JSON.objectNode().put("count", count).put("max_model_len", maxModelLength);
    ArrayNode tokens = body.putArray("tokens");
    for (int i = 0; i < count; i++) {
      tokens.add(i);
    }
    return body;
  }

  /** A completion of one token, the first of the distribution. */
  static JsonNode completion(StubRequest request, Map<String, Double> distribution, String finish) {
    String token = distribution.keySet().iterator().next();
    ObjectNode body = completion(request, 1, finish);
    ObjectNode choice = choice(body, token);
    if (request.body().path("logprobs").asBoolean()) {
      addToken(choice.putObject("logprobs").putArray("content"), token, distribution, request);
    }
    return body;
  }

  /** A completion of words, each of them one token, and each nearly certain. */
  static JsonNode completion(StubRequest request, @Nullable String text, String finish) {
    List<String> tokens =
        text == null || text.isEmpty() ? List.of() : List.of(text.split("(?<=\\S)(?=\\s)"));
    boolean cut = tokens.size() > request.maxTokens();
    if (cut) {
      tokens = tokens.subList(0, request.maxTokens());
    }
    ObjectNode body = completion(request, tokens.size(), cut ? "length" : finish);
    ObjectNode choice = choice(body, text == null ? null : String.join("", tokens));
    if (request.body().path("logprobs").asBoolean()) {
      ArrayNode content = choice.putObject("logprobs").putArray("content");
      tokens.forEach(token -> addToken(content, token, Map.of(token, 0.99), request));
    }
    return body;
  }

  private static ObjectNode completion(StubRequest request, int tokens, String finish) {
    ObjectNode body =
        JSON.objectNode()
            .put("id", "chatcmpl-stub")
            .put("object", "chat.completion")
            .put("created", 1_700_000_000)
            .put("model", request.model());
    body.putArray("choices").addObject().put("index", 0).put("finish_reason", finish);
    int prompt = request.promptTokens();
    body.putObject("usage")
        .put("prompt_tokens", prompt)
        .put("completion_tokens", tokens)
        .put("total_tokens", prompt + tokens)
        .putObject("prompt_tokens_details")
        .put("cached_tokens", prompt / 16 * 16);
    return body;
  }

  private static ObjectNode choice(ObjectNode body, @Nullable String text) {
    ObjectNode choice = (ObjectNode) body.path("choices").path(0);
    choice.putObject("message").put("role", "assistant").put("content", text);
    choice.putNull("logprobs");
    return choice;
  }

  private static void addToken(
      ArrayNode content, String token, Map<String, Double> distribution, StubRequest request) {
    ObjectNode chosen = token(content, token, distribution.getOrDefault(token, 1.0));
    ArrayNode top = chosen.putArray("top_logprobs");
    distribution.entrySet().stream()
        .limit(request.topLogprobs())
        .forEach(entry -> token(top, entry.getKey(), entry.getValue()));
  }

  private static ObjectNode token(ArrayNode tokens, String token, double probability) {
    ObjectNode node = tokens.addObject().put("token", token);
    // What vLLM writes instead of minus infinity.
    node.put("logprob", probability > 0 ? Math.log(probability) : -9999.0);
    ArrayNode bytes = node.putArray("bytes");
    for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xFF);
    }
    return node;
  }
}
