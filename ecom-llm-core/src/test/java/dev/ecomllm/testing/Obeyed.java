package dev.ecomllm.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.client.langchain4j.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The constraint of a request as far as a vLLM obeys it, with the checks that vLLM and its grammar
 * engine xgrammar make. A vLLM that may choose its engine takes a little more: of the schemas that
 * are refused here, those with {@code multipleOf}, or with a pattern and a length.
 *
 * @param choices the only texts allowed; none means any
 * @param json whether the text must be JSON
 */
record Obeyed(List<String> choices, boolean json) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KINDS =
      Set.of("choice", "json", "regex", "grammar", "json_object", "structural_tag");
  private static final Set<String> NOT_IN_XGRAMMAR =
      Set.of("uniqueItems", "contains", "multipleOf");

  /** Says why vLLM would answer 400. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong; "" where vLLM does not say. */
    final String parameter;

    RefusedException(String message) {
      super(message);
      parameter = "";
    }

    RefusedException(String message, String parameter) {
      super(message + " (parameter=" + parameter + ")");
      this.parameter = parameter;
    }
  }

  static Obeyed check(StubRequest request, Dialect dialect, int maxModelLength) {
    JsonNode body = request.body();
    checkNumbers(request, maxModelLength);
    Map<String, JsonNode> sent = new TreeMap<>();
    if (dialect == Dialect.STRUCTURED_OUTPUTS && body.has("structured_outputs")) {
      JsonNode fields = body.path("structured_outputs");
      KINDS.forEach(kind -> put(sent, kind, fields.path(kind)));
      if (sent.size() != 1) {
        throw new RefusedException(
            "You must use exactly one kind of structured outputs constraint");
      }
    }
    if (dialect == Dialect.GUIDED) {
      KINDS.forEach(kind -> put(sent, kind, body.path("guided_" + kind)));
      if (sent.size() > 1) {
        throw new RefusedException("You can only use one kind of guided decoding");
      }
    }
    JsonNode format = body.path("response_format");
    if (dialect != Dialect.NONE && format.path("type").asText().equals("json_schema")) {
      put(sent, "json", format.path("json_schema").path("schema"));
    }
    if (sent.isEmpty()) {
      return new Obeyed(List.of(), false);
    }
    return of(sent.keySet().iterator().next(), sent.values().iterator().next());
  }

  private static void checkNumbers(StubRequest request, int maxModelLength) {
    JsonNode body = request.body();
    int alternatives = body.path("top_logprobs").asInt(0);
    if (alternatives > 20) {
      throw new RefusedException(
          "Requested sample logprobs of "
              + alternatives
              + ", which is greater than max allowed: 20",
          "logprobs");
    }
    if (body.has("top_logprobs") && !body.path("logprobs").asBoolean()) {
      throw new RefusedException(
          "when using `top_logprobs`, `logprobs` must be set to true.", "top_logprobs");
    }
    double temperature = body.path("temperature").asDouble(1);
    if (temperature < 0 || temperature > 2) {
      throw new RefusedException(
          "temperature must be in [0, 2], got " + temperature + ".", "temperature");
    }
    int most = request.maxTokens();
    if (most < 1) {
      throw new RefusedException("max_tokens must be at least 1, got " + most + ".", "max_tokens");
    }
    if (most > maxModelLength) {
      throw new RefusedException(
          "max_tokens="
              + most
              + " cannot be greater than max_model_len="
              + maxModelLength
              + ". Please request fewer output tokens.",
          "max_tokens");
    }
    if (request.promptTokens() >= maxModelLength) {
      throw new RefusedException(
          "This model's maximum context length is "
              + maxModelLength
              + " tokens. However, your prompt contains at least "
              + (maxModelLength + 1)
              + " input tokens, which exceeds this limit even without any output tokens. Please"
              + " reduce the length of the input prompt.",
          "input_tokens");
    }
  }

  private static void put(Map<String, JsonNode> sent, String kind, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull()) {
      sent.put(kind, value);
    }
  }

  private static Obeyed of(String kind, JsonNode value) {
    if (kind.equals("choice")) {
      List<String> options = new ArrayList<>();
      value.forEach(option -> options.add(option.textValue()));
      if (options.isEmpty()) {
        throw new RefusedException("Choice cannot be empty");
      }
      return new Obeyed(options, false);
    }
    if (kind.equals("json")) {
      checkSchema(value.isTextual() ? parse(value.textValue()) : value);
      return new Obeyed(List.of(), true);
    }
    return new Obeyed(List.of(), kind.equals("json_object"));
  }

  private static void checkSchema(JsonNode schema) {
    if (!schema.isObject()) {
      throw new RefusedException("Invalid JSON schema: not an object");
    }
    checkPart(schema);
  }

  private static void checkPart(JsonNode part) {
    if ((part.has("pattern") || part.has("format"))
        && part.path("type").asText().equals("string")
        && (part.has("minLength") || part.has("maxLength"))) {
      throw new RefusedException(
          "The provided JSON schema contains features not supported by xgrammar: pattern or format"
              + " with minLength or maxLength");
    }
    for (Map.Entry<String, JsonNode> field : part.properties()) {
      // A property may be called "contains"; then its value is a schema, as the keyword's is.
      if (NOT_IN_XGRAMMAR.contains(field.getKey())) {
        throw new RefusedException(
            "The provided JSON schema contains features not supported by xgrammar: "
                + field.getKey());
      }
      if (field.getKey().equals("properties") || field.getKey().equals("$defs")) {
        field.getValue().forEach(Obeyed::checkPart);
      } else if (field.getValue().isContainerNode()) {
        checkPart(field.getValue());
      }
    }
    if (part.isArray()) {
      part.forEach(Obeyed::checkPart);
    }
  }

  private static JsonNode parse(String schema) {
    try {
      return JSON.readTree(schema);
    } catch (JsonProcessingException e) {
      throw new RefusedException("Invalid JSON schema: not JSON");
    }
  }

  /** What a model writes that would have written this, were it not for the constraint. */
  String bend(String text) {
    if (!choices.isEmpty()) {
      return choices.contains(text) ? text : choices.get(0);
    }
    return json && !isJson(text) ? "{}" : text;
  }

  /** The distribution over what is allowed, most likely first. */
  Map<String, Double> mask(Map<String, Double> distribution) {
    Map<String, Double> allowed = new TreeMap<>(distribution);
    if (!choices.isEmpty()) {
      allowed.keySet().retainAll(choices);
      if (allowed.isEmpty()) {
        allowed.put(choices.get(0), 1.0);
      }
    }
    double sum = allowed.values().stream().mapToDouble(Double::doubleValue).sum();
    double scale = choices.isEmpty() ? 1 : sum;
    Map<String, Double> sorted = new LinkedHashMap<>();
    allowed.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue() / scale));
    return sorted;
  }

  private static boolean isJson(String text) {
    try {
      return !JSON.readTree(text).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
