package dev.ecomllm.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A completion that someone asked {@link StubVllm} for.
 *
 * @param headers by name, in any case
 * @param body the whole request
 */
public record StubRequest(Map<String, String> headers, JsonNode body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static StubRequest parse(Map<String, String> headers, String body) {
    try {
      return new StubRequest(headers, JSON.readTree(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the request is not JSON", e);
    }
  }

  /** The model asked for. */
  public String model() {
    return body.path("model").asText();
  }

  /** What is said in the conversation, in order. */
  public List<String> messages() {
    List<String> texts = new ArrayList<>();
    body.path("messages").forEach(message -> texts.add(message.path("content").asText()));
    return texts;
  }

  /** What was said last. */
  public String prompt() {
    List<String> texts = messages();
    return texts.isEmpty() ? body.path("prompt").asText() : texts.get(texts.size() - 1);
  }

  /** The longest answer wanted, in tokens. */
  public int maxTokens() {
    return body.path("max_tokens").asInt(16);
  }

  /** How many alternatives of each token are wanted; 0 if no log-probabilities are. */
  public int topLogprobs() {
    return body.path("logprobs").asBoolean() ? body.path("top_logprobs").asInt(0) : 0;
  }

  /** The options of a choice, in whatever dialect it was sent; none if it was not. */
  public List<String> choices() {
    JsonNode choice = body.path("structured_outputs").path("choice");
    List<String> options = new ArrayList<>();
    (choice.isMissingNode() ? body.path("guided_choice") : choice)
        .forEach(option -> options.add(option.asText()));
    return options;
  }

  /** This request, with what its prompt leaves of the context as the longest answer. */
  StubRequest within(int maxModelLength) {
    int room = maxModelLength - promptTokens();
    if (maxTokens() <= room) {
      return this;
    }
    ObjectNode cut = body.deepCopy();
    return new StubRequest(headers, cut.put("max_tokens", room));
  }

  /** How long the conversation is, at 4 characters for a token. */
  int promptTokens() {
    List<String> texts = messages();
    int characters = texts.isEmpty() ? prompt().length() : 0;
    for (String text : texts) {
      characters += text.length();
    }
    return characters / 4 + 1;
  }
}
