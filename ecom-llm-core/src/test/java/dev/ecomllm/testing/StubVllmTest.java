package dev.ecomllm.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.client.langchain4j.Dialect;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stub as a vLLM, and what it does on top for tests. */
class StubVllmTest extends VllmContract {

  private final StubVllm vllm = StubVllm.start().maxModelLength(2048);

  @Override
  protected URI endpoint() {
    return vllm.endpoint();
  }

  @Override
  protected String model() {
    return vllm.model();
  }

  @BeforeEach
  void answer() {
    vllm.answer(
        request ->
            request.choices().isEmpty() || request.body().has("guided_choice")
                ? StubReply.text("one two three")
                : StubReply.distribution(
                    request.choices().stream()
                        .collect(Collectors.toMap(c -> c, c -> 1.0 / request.choices().size()))));
  }

  @AfterEach
  void close() {
    vllm.close();
  }

  @Test
  void answersAndKeepsWhatItWasAsked() throws Exception {
    vllm.answer(request -> StubReply.text("You said " + request.prompt()));

    JsonNode body = body(complete("'max_tokens': 10"));

    assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("You said hello");
    assertThat(body.at("/usage/completion_tokens").asInt()).as("and the end").isEqualTo(4);
    assertThat(vllm.lastRequest().prompt()).isEqualTo("hello");
    assertThat(vllm.lastRequest().maxTokens()).isEqualTo(10);
  }

  @Test
  void givesTheDistributionOverWhatTheConstraintAllows() throws Exception {
    vllm.answer(request -> StubReply.distribution(Map.of("A", 0.2, "B", 0.6, "?", 0.2)));

    JsonNode body =
        body(
            complete(
                "'logprobs': true",
                "'top_logprobs': 20",
                "'structured_outputs': {'choice': ['A', 'B', 'C']}"));

    assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("B");
    JsonNode top = body.at("/choices/0/logprobs/content/0/top_logprobs");
    assertThat(top).hasSize(20);
    assertThat(top.get(0).path("token").asText()).isEqualTo("B");
    assertThat(Math.exp(top.get(0).path("logprob").asDouble())).isCloseTo(0.75, within(1e-9));
    assertThat(Math.exp(top.get(1).path("logprob").asDouble())).isCloseTo(0.25, within(1e-9));
    assertThat(vllm.lastRequest().choices()).containsExactly("A", "B", "C");
  }

  @Test
  void givesNoMoreAlternativesThanAskedFor() throws Exception {
    vllm.answer(request -> StubReply.distribution(Map.of("A", 0.2, "B", 0.8)));

    JsonNode body = body(complete("'logprobs': true", "'top_logprobs': 1"));

    assertThat(body.at("/choices/0/logprobs/content/0/top_logprobs")).hasSize(1);
  }

  @Test
  void obeysItsOwnDialectAndIgnoresTheOther() throws Exception {
    vllm.answer("free");

    String current = "'structured_outputs': {'choice': ['x']}";
    String old = "'guided_choice': ['x']";
    assertThat(text(complete(current))).isEqualTo("x");
    assertThat(text(complete(old))).isEqualTo("free");

    vllm.dialect(Dialect.GUIDED);
    assertThat(text(complete(current))).isEqualTo("free");
    assertThat(text(complete(old))).isEqualTo("x");

    vllm.dialect(Dialect.NONE);
    assertThat(text(complete(current))).isEqualTo("free");
    assertThat(text(complete(old))).isEqualTo("free");
    assertThatThrownBy(() -> vllm.dialect(Dialect.AUTO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesJsonWhereItMust() throws Exception {
    vllm.answer("free");

    assertThat(text(complete("'structured_outputs': {'json': {'type': 'object'}}")))
        .isEqualTo("{}");
    assertThat(text(complete("'structured_outputs': {'json': '{}'}"))).isEqualTo("{}");
    assertThat(
            text(
                complete(
                    "'response_format': {'type': 'json_schema', 'json_schema': {'name': 'n',"
                        + " 'schema': {}}}")))
        .isEqualTo("{}");
    vllm.answer("{\"a\": 1}");
    assertThat(text(complete("'structured_outputs': {'json_object': true}")))
        .isEqualTo("{\"a\": 1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'structured_outputs': {}",
        "'structured_outputs': {'choice': ['x'], 'json': {}}",
        "'structured_outputs': {'choice': []}",
        "'structured_outputs': {'json': 'no json'}",
        "'structured_outputs': {'json': {'properties': {'a': {'type': 'string', 'pattern': 'x',"
            + " 'maxLength': 5}}}}",
        "'structured_outputs': {'json': {'properties': {'a': {'type': 'string', 'format': 'date',"
            + " 'minLength': 5}}}}",
        "'structured_outputs': {'json': {'properties': {'a': {'uniqueItems': true}}}}",
        "'structured_outputs': {'json': {'anyOf': [{'contains': {}}]}}",
        "'structured_outputs': {'json': {'$defs': {'a': {'multipleOf': 2}}}}",
        "'logprobs': true, 'top_logprobs': 21",
        "'top_logprobs': 2",
        "'max_tokens': 40000",
      })
  void refusesWhatVllmRefuses(String fields) throws Exception {
    HttpResponse<String> response = complete(fields);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).at("/error/message").asText()).isNotEmpty();
    assertThat(vllm.requests()).hasSize(1);
  }

  @Test
  void aPropertyMayBeCalledLikeAKeyword() throws Exception {
    vllm.answer("{}");

    HttpResponse<String> response =
        complete(
            "'structured_outputs': {'json': {'properties': {'contains': {'type': 'string'}}}}");

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void oldServersTakeOneKindOfGuide() throws Exception {
    vllm.dialect(Dialect.GUIDED);

    assertThat(complete("'guided_choice': ['x'], 'guided_json': {}").statusCode()).isEqualTo(400);
  }

  @Test
  void wantsItsKeyAndItsModel() throws Exception {
    vllm.requireApiKey("s3cret").model("tuned");

    assertThat(complete("").statusCode()).isEqualTo(401);
    assertThat(complete("").body()).isEqualTo("{\"error\":\"Unauthorized\"}");

    assertThat(withKey(request()).statusCode()).isEqualTo(200);
    String toAnother = request();
    vllm.model("other");
    assertThat(withKey(toAnother).statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> withKey(String body) throws Exception {
    return send(
        HttpRequest.newBuilder(at("/v1/chat/completions"))
            .header("Authorization", "Bearer s3cret")
            .POST(BodyPublishers.ofString(body)));
  }

  @Test
  void failsAsScriptedAndThenAnswers() throws Exception {
    vllm.answer("fine")
        .answerNext(
            StubReply.full(429, "7"),
            StubReply.raw(200, "text/html", "<html>"),
            StubReply.nullContent(),
            StubReply.text("late").after(Duration.ofMillis(1)).finish("content_filter"));

    HttpResponse<String> full = complete("");
    assertThat(full.statusCode()).isEqualTo(429);
    assertThat(full.headers().firstValue("Retry-After")).contains("7");
    assertThat(complete("").body()).isEqualTo("<html>");
    assertThat(body(complete("")).at("/choices/0/message/content").isNull()).isTrue();
    assertThat(body(complete("")).at("/choices/0/finish_reason").asText())
        .isEqualTo("content_filter");
    assertThat(text(complete(""))).isEqualTo("fine");
  }

  @Test
  void breaksConnections() {
    vllm.answerNext(StubReply.reset(), StubReply.closed(), StubReply.cutOff());

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> complete("")).isInstanceOf(IOException.class);
    }
    assertThat(vllm.requests()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void goesAwayAndComesBack() throws Exception {
    vllm.stop();
    assertThatThrownBy(() -> complete("")).isInstanceOf(ConnectException.class);

    vllm.restart();
    assertThat(complete("").statusCode()).isEqualTo(200);
  }

  @Test
  void tellsOfItself() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(get("/v1/models").body()).at("/data/0/id").asText())
        .isEqualTo("stub-model");
    HttpRequest.Builder tokenize =
        HttpRequest.newBuilder(vllm.endpoint().resolve("/tokenize"))
            .POST(BodyPublishers.ofString("{\"model\":\"stub-model\",\"prompt\":\"12345678\"}"));
    assertThat(JSON.readTree(send(tokenize).body()).path("count").asInt()).isEqualTo(3);
    assertThat(get("/elsewhere").statusCode()).isEqualTo(404);

    vllm.healthy(false);
    assertThat(get("/health").statusCode()).isEqualTo(503);
  }
}
