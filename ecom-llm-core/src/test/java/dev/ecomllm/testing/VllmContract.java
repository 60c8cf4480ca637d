package dev.ecomllm.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What vLLM 0.32 says on the wire, word for word where our client reads the words: the stub and a
 * real server pass the same tests. Requests are JSON with single quotes.
 */
public abstract class VllmContract {

  protected static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

  /** Of a server that answers "hello" with several words; ends with {@code /v1}. */
  protected abstract URI endpoint();

  /** A model that it serves. */
  protected abstract String model();

  @Test
  void completes() throws Exception {
    JsonNode body = body(complete("'max_tokens': 40"));

    JsonNode choice = body.at("/choices/0");
    assertThat(choice.at("/message/role").asText()).isEqualTo("assistant");
    assertThat(choice.at("/message/content").asText()).isNotBlank();
    assertThat(choice.path("index").asInt(-1)).isZero();
    assertThat(choice.path("logprobs").isNull()).isTrue();
    assertThat(body.path("id").asText()).startsWith("chatcmpl-");
    assertThat(body.path("object").asText()).isEqualTo("chat.completion");
    assertThat(body.path("model").asText()).isEqualTo(model());
    JsonNode usage = body.path("usage");
    assertThat(usage.path("prompt_tokens").asInt()).isPositive();
    assertThat(usage.path("completion_tokens").asInt()).isBetween(2, 40);
    assertThat(usage.path("total_tokens").asInt())
        .isEqualTo(usage.path("prompt_tokens").asInt() + usage.path("completion_tokens").asInt());
    assertThat(usage.path("prompt_tokens_details").isNull())
        .as("only a server that is told to says what it had cached")
        .isTrue();
  }

  @Test
  void cutsAnswersAtTheMostTokens() throws Exception {
    JsonNode body = body(complete("'max_tokens': 1"));

    assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(1);
  }

  @Test
  void aLabelIsOneTokenAndItsDistributionIsOverTheChoices() throws Exception {
    JsonNode body =
        body(
            complete(
                "'max_tokens': 1",
                "'logprobs': true",
                "'top_logprobs': 20",
                "'structured_outputs': {'choice': ['A', 'B', 'C']}"));

    JsonNode choice = body.at("/choices/0");
    assertThat(choice.at("/message/content").asText()).isIn("A", "B", "C");
    assertThat(choice.path("finish_reason").asText()).isEqualTo("length");
    assertThat(choice.at("/logprobs/content")).hasSize(1);
    JsonNode token = choice.at("/logprobs/content/0");
    assertThat(token.path("token")).isEqualTo(choice.at("/message/content"));
    assertThat(token.at("/bytes/0").asInt()).isEqualTo(token.path("token").asText().charAt(0));
    JsonNode top = token.path("top_logprobs");
    assertThat(top).as("what is not allowed is there as well").hasSize(20);
    assertThat(logprobs(top).limit(3).mapToDouble(Math::exp).sum()).isCloseTo(1, within(1e-3));
    assertThat(texts(top, "token").subList(0, 3)).containsExactlyInAnyOrder("A", "B", "C");
    assertThat(logprobs(top).skip(3)).containsOnly(-9999.0);
  }

  @Test
  void anAnswerThatEndsHasAnEndTokenWithItsOwnLogprob() throws Exception {
    JsonNode body =
        body(
            complete(
                "'max_tokens': 8", "'logprobs': true", "'structured_outputs': {'choice': ['B']}"));

    JsonNode choice = body.at("/choices/0");
    assertThat(choice.at("/message/content").asText()).isEqualTo("B");
    assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
    assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(2);
    assertThat(choice.at("/logprobs/content")).hasSize(2);
    assertThat(choice.at("/logprobs/content/0/top_logprobs")).isEmpty();
  }

  @Test
  void ignoresTheOldDialectWithoutAWord() throws Exception {
    String free = text(complete("'max_tokens': 8"));

    assertThat(text(complete("'max_tokens': 8", "'guided_choice': ['qzx']"))).isEqualTo(free);
    assertThat(text(complete("'max_tokens': 8", "'structured_outputs': {'choice': ['qzx']}")))
        .isEqualTo("qzx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'structured_outputs': {'json': SCHEMA}",
        "'response_format': {'type': 'json_schema', 'json_schema': {'name': 'n', 'schema':"
            + " SCHEMA}}",
      })
  void writesJsonOfASchema(String field) throws Exception {
    String schema = "{'type': 'object', 'properties': {}, 'additionalProperties': false}";

    String text = text(complete("'max_tokens': 60", field.replace("SCHEMA", schema)));

    assertThat(JSON.readTree(text)).isEqualTo(JSON.readTree("{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'structured_outputs': {}",
        "'structured_outputs': {'choice': ['x'], 'json': {}}",
        "'structured_outputs': {'choice': []}",
        "'structured_outputs': {'json': 'no json'}",
        "'structured_outputs': {'json': {'type': 'object', 'properties': {'a': {'type': 'array',"
            + " 'uniqueItems': true}}}}",
        "'structured_outputs': {'json': {'anyOf': [{'type': 'array', 'contains': {}}]}}",
        "'logprobs': true, 'top_logprobs': 21",
        "'top_logprobs': 2",
        "'max_tokens': 40000",
        "'max_tokens': 0",
        "'temperature': 3",
      })
  void refuses(String fields) throws Exception {
    HttpResponse<String> response = complete(fields);

    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(response.body()).path("error");
    assertThat(error.path("message").asText()).isNotEmpty();
    assertThat(error.path("type").asText()).isEqualTo("BadRequestError");
    assertThat(error.path("code").asInt()).isEqualTo(400);
    assertThat(error.has("param")).isTrue();
  }

  @Test
  void refusesAnotherModel() throws Exception {
    HttpResponse<String> response = completeAs("nope", "");

    assertThat(response.statusCode()).isEqualTo(404);
    JsonNode error = JSON.readTree(response.body()).path("error");
    assertThat(error.path("message").asText()).startsWith("The model `nope` does not exist.");
    assertThat(error.path("type").asText()).isEqualTo("NotFoundError");
    assertThat(error.path("param").asText()).isEqualTo("model");
  }

  @Test
  void refusesAPromptThatFillsTheContext() throws Exception {
    HttpResponse<String> response = complete("'messages': " + words(longest()));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).at("/error/message").asText())
        .contains("This model's maximum context length is " + longest() + " tokens");
  }

  @Test
  void anAnswerGetsWhatThePromptLeavesOfTheContext() throws Exception {
    int longest = longest();

    HttpResponse<String> response =
        complete(
            "'messages': " + words(longest * 3 / 5),
            "'max_tokens': " + longest * 3 / 5,
            "'structured_outputs': {'choice': ['short']}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(body(response).at("/usage/total_tokens").asInt()).isLessThanOrEqualTo(longest);
  }

  @Test
  void listsItsModels() throws Exception {
    JsonNode models = body(get("/v1/models"));

    assertThat(models.path("object").asText()).isEqualTo("list");
    JsonNode first = models.at("/data/0");
    assertThat(first.path("id").asText()).isEqualTo(model());
    assertThat(first.path("owned_by").asText()).isEqualTo("vllm");
    assertThat(first.path("parent").isNull()).isTrue();
    assertThat(first.path("max_model_len").asInt()).isPositive();
  }

  @Test
  void countsTheTokensOfAConversationAsItWillBeAsked() throws Exception {
    JsonNode counted = body(post("/tokenize", request("")));

    assertThat(counted.path("count").asInt())
        .isEqualTo(body(complete("'max_tokens': 1")).at("/usage/prompt_tokens").asInt());
    assertThat(counted.path("tokens")).hasSize(counted.path("count").asInt());
    assertThat(counted.path("max_model_len").asInt()).isEqualTo(longest());
  }

  @Test
  void saysThatItIsWell() throws Exception {
    HttpResponse<String> health = get("/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEmpty();
  }

  @Test
  void knowsNoOtherPaths() throws Exception {
    HttpResponse<String> response = get("/v1/nope");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("{\"detail\":\"Not Found\"}");
  }

  private int longest() throws Exception {
    return body(get("/v1/models")).at("/data/0/max_model_len").asInt();
  }

  /** A conversation of so many words, each of which is a token for any tokenizer. */
  private static String words(int count) {
    return "[{'role': 'user', 'content': '" + "word ".repeat(count).strip() + "'}]";
  }

  protected final HttpResponse<String> complete(String... fields) throws Exception {
    return completeAs(model(), fields);
  }

  private HttpResponse<String> completeAs(String model, String... fields) throws Exception {
    return post("/v1/chat/completions", requestTo(model, fields));
  }

  protected final String request(String... fields) {
    return requestTo(model(), fields);
  }

  /** Says hello, at temperature 0, unless the fields say something else. */
  private static String requestTo(String model, String... fields) {
    String all = String.join(", ", fields);
    List<String> body = new ArrayList<>(List.of("'model': '" + model + "'"));
    if (!all.contains("'messages'")) {
      body.add("'messages': [{'role': 'user', 'content': 'hello'}]");
    }
    if (!all.contains("'temperature'")) {
      body.add("'temperature': 0");
    }
    if (!all.isBlank()) {
      body.add(all);
    }
    return "{" + String.join(", ", body).replace('\'', '"') + "}";
  }

  protected final HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(at(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  protected final HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(at(path)));
  }

  protected final HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** A path of the server, not of its API alone. */
  protected final URI at(String path) {
    return endpoint().resolve(path);
  }

  protected static JsonNode body(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  protected static String text(HttpResponse<String> response) throws IOException {
    return body(response).at("/choices/0/message/content").asText();
  }

  private static Stream<Double> logprobs(JsonNode top) {
    return StreamSupport.stream(top.spliterator(), false)
        .map(token -> token.path("logprob").asDouble());
  }

  private static List<String> texts(JsonNode nodes, String field) {
    return StreamSupport.stream(nodes.spliterator(), false)
        .map(node -> node.path(field).asText())
        .toList();
  }
}
