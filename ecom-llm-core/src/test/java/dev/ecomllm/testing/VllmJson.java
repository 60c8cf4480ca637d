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
  private static final String END = "</s>";

  private VllmJson() {}

  static StubReply error(int status, String type, String message) {
    return error(status, type, message, "");
  }

  static StubReply error(int status, String type, String message, String parameter) {
    ObjectNode body = JSON.objectNode();
    body.putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", parameter.isEmpty() ? null : parameter)
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
  static ObjectNode completion(
      StubRequest request, Map<String, Double> distribution, String finish) {
    String token = distribution.keySet().iterator().next();
    return completion(request, token, List.of(Map.entry(token, distribution)), finish);
  }

  /** A completion of words, each of them one token, and each nearly certain. */
  static ObjectNode completion(StubRequest request, @Nullable String text, String finish) {
    List<String> words =
        text == null || text.isEmpty() ? List.of() : List.of(text.split("(?<=\\S)(?=\\s)"));
    if (words.size() > request.maxTokens()) {
      words = words.subList(0, request.maxTokens());
    }
    return completion(
        request,
        text == null ? null : String.join("", words),
        words.stream().map(word -> Map.entry(word, Map.of(word, 0.99))).toList(),
        finish);
  }

  static void addCachedTokens(ObjectNode completion) {
    ObjectNode usage = (ObjectNode) completion.path("usage");
    usage
        .putObject("prompt_tokens_details")
        .put("cached_tokens", usage.path("prompt_tokens").asInt() / 16 * 16);
  }

  /** An answer with room left ends with a token of its own, which is no part of its text. */
  private static ObjectNode completion(
      StubRequest request,
      @Nullable String text,
      List<Map.Entry<String, Map<String, Double>>> tokens,
      String finish) {
    boolean cut = tokens.size() >= request.maxTokens();
    ObjectNode body =
        JSON.objectNode()
            .put("id", "chatcmpl-stub")
            .put("object", "chat.completion")
            .put("created", 1_700_000_000)
            .put("model", request.model());
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", text);
    choice.put("finish_reason", cut && finish.equals("stop") ? "length" : finish);
    choice.putNull("logprobs");
    if (request.body().path("logprobs").asBoolean()) {
      ArrayNode content = choice.putObject("logprobs").putArray("content");
      tokens.forEach(token -> addToken(content, token.getKey(), token.getValue(), request));
      if (!cut) {
        addToken(content, END, Map.of(END, 1.0), request);
      }
    }
    int prompt = request.promptTokens();
    int written = tokens.size() + (cut ? 0 : 1);
    body.putObject("usage")
        .put("prompt_tokens", prompt)
        .put("completion_tokens", written)
        .put("total_tokens", prompt + written)
        .putNull("prompt_tokens_details"); // only with --enable-prompt-tokens-details
    return body;
  }

  /** As many alternatives as asked for: what is not in the distribution is nearly impossible. */
  private static void addToken(
      ArrayNode content, String token, Map<String, Double> distribution, StubRequest request) {
    ObjectNode chosen = token(content, token, distribution.getOrDefault(token, 1.0));
    ArrayNode top = chosen.putArray("top_logprobs");
    distribution.entrySet().stream()
        .limit(request.topLogprobs())
        .forEach(entry -> token(top, entry.getKey(), entry.getValue()));
    while (top.size() < request.topLogprobs()) {
      token(top, "<unused_" + top.size() + ">", 0);
    }
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
