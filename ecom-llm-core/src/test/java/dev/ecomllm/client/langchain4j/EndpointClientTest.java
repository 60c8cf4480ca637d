package dev.ecomllm.client.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelClientContract;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.testing.StubReply;
import dev.ecomllm.testing.StubRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointClientTest extends ModelClientContract {

  private static final Constraint AB = new Constraint.Choice(List.of("A", "B"));
  private static final String SCHEMA = "{\"type\": \"object\", \"properties\": {\"a b\": {}}}";

  @Override
  protected ModelClient client(URI endpoint, Duration timeout) {
    return builder(endpoint).build();
  }

  private EndpointClient.Builder builder(URI endpoint) {
    return EndpointClient.builder().endpoint(endpoint).model(vllm.model());
  }

  private EndpointClient speaking(Dialect dialect) {
    return builder(vllm.endpoint()).dialect(dialect).build();
  }

  @Test
  void speaksPlainHttp11WithoutIndentation() {
    vllm.requireApiKey("key");

    builder(vllm.endpoint()).apiKey(" key\n").build().call(HELLO, LONG);

    assertThat(vllm.lastRequest().headers())
        .containsEntry("User-Agent", "ecom-llm")
        .containsEntry("Content-Type", "application/json")
        .doesNotContainKeys("Upgrade", "HTTP2-Settings");
    assertThat(vllm.lastRequest().headers().get("Content-Length"))
        .isEqualTo(String.valueOf(vllm.lastRequest().body().toString().length()));
  }

  @Test
  void keepsTheDistributionOfEachToken() {
    vllm.answer(request -> StubReply.distribution(Map.of("A", 0.7, "B", 0.3)));

    ModelReply reply =
        speaking(Dialect.STRUCTURED_OUTPUTS)
            .call(HELLO.withConstraint(AB).withTopLogprobs(20), LONG);

    assertThat(reply.text()).isEqualTo("A");
    TokenLogprobs token = reply.tokens().get(0);
    assertThat(token.token()).isEqualTo("A");
    assertThat(Math.exp(token.logprob())).isCloseTo(0.7, within(1e-9));
    assertThat(token.top()).extracting(TokenLogprobs.Alternative::token).startsWith("A", "B");
    assertThat(token.top()).hasSize(20);
    assertThat(token.top().get(2).logprob()).as("not allowed").isEqualTo(-9999);
    assertThat(Math.exp(token.top().get(1).logprob())).isCloseTo(0.3, within(1e-9));
  }

  @Test
  void tellsHowMuchOfThePromptWasCachedWhereTheServerDoes() {
    ModelRequest request = ModelRequest.of(Prompt.of("x".repeat(400)), 5);

    assertThat(client().call(request, LONG).usage()).isEqualTo(new ModelReply.Usage(101, 0, 2));
    vllm.tellCachedTokens();
    assertThat(client().call(request, LONG).usage()).isEqualTo(new ModelReply.Usage(101, 96, 2));
  }

  @ParameterizedTest
  @EnumSource(
      value = Dialect.class,
      names = {"STRUCTURED_OUTPUTS", "GUIDED"})
  void sendsEachConstraintInTheServersDialect(Dialect dialect) {
    vllm.dialect(dialect);
    EndpointClient client = speaking(dialect);
    boolean current = dialect == Dialect.STRUCTURED_OUTPUTS;
    String prefix = current ? "/structured_outputs/" : "/guided_";

    assertThat(client.call(HELLO.withConstraint(AB), LONG).text()).isEqualTo("A");
    assertThat(vllm.lastRequest().choices()).containsExactly("A", "B");

    client.call(HELLO.withConstraint(new Constraint.JsonSchema("s", SCHEMA)), LONG);
    assertThat(vllm.lastRequest().body().at(prefix + "json/properties").has("a b")).isTrue();

    client.call(HELLO.withConstraint(new Constraint.Grammar("root ::= \"x\"")), LONG);
    assertThat(vllm.lastRequest().body().at(prefix + "grammar").asText())
        .isEqualTo("root ::= \"x\"");
  }

  @Test
  void sendsOnlySchemasAsResponseFormat() {
    EndpointClient client = speaking(Dialect.RESPONSE_FORMAT);

    client.call(HELLO.withConstraint(new Constraint.JsonSchema("attributes", SCHEMA)), LONG);
    StubRequest withSchema = vllm.lastRequest();
    client.call(HELLO.withConstraint(AB), LONG);

    assertThat(withSchema.body().at("/response_format/type").asText()).isEqualTo("json_schema");
    assertThat(withSchema.body().at("/response_format/json_schema/name").asText())
        .isEqualTo("attributes");
    assertThat(withSchema.body().at("/response_format/json_schema/schema/properties").has("a b"))
        .isTrue();
    assertThat(vllm.lastRequest().body().fieldNames())
        .toIterable()
        .doesNotContain("response_format", "structured_outputs", "guided_choice");
  }

  @Test
  void sendsNoConstraintWhereTheServerHasNone() {
    speaking(Dialect.NONE).call(HELLO.withConstraint(AB), LONG);

    assertThat(vllm.lastRequest().choices()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"STRUCTURED_OUTPUTS, 1", "GUIDED, 2", "NONE, 3"})
  void findsOutTheDialectOnce(Dialect dialect, int questions) {
    vllm.dialect(dialect).answer("yes");
    EndpointClient client = speaking(Dialect.AUTO);

    client.call(HELLO, LONG);
    assertThat(vllm.requests()).as("no constraint, no question").hasSize(1);
    String first = client.call(HELLO.withConstraint(AB), LONG).text();
    client.call(HELLO.withConstraint(AB), LONG);

    assertThat(first).isEqualTo(dialect == Dialect.NONE ? "yes" : "A");
    assertThat(vllm.requests()).hasSize(1 + questions + 2);
  }

  @Test
  void findsServersThatRefuseFieldsTheyDontKnow() {
    vllm.answerNext(StubReply.status(400), StubReply.status(422));
    EndpointClient client = speaking(Dialect.AUTO);

    client.call(HELLO.withConstraint(new Constraint.JsonSchema("s", SCHEMA)), LONG);
    assertThat(vllm.lastRequest().body().has("response_format")).isTrue();

    vllm.answerNext(StubReply.status(400), StubReply.status(400), StubReply.status(400));
    EndpointClient plain = speaking(Dialect.AUTO);
    plain.call(HELLO.withConstraint(new Constraint.JsonSchema("s", SCHEMA)), LONG);
    assertThat(vllm.lastRequest().body().has("response_format")).isFalse();
  }

  @Test
  void asksForTheDialectAgainIfTheServerFailed() {
    vllm.answerNext(StubReply.status(503), StubReply.status(401));
    EndpointClient client = speaking(Dialect.AUTO);
    ModelRequest request = HELLO.withConstraint(AB);

    assertThat(failure(client, request).kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure(client, request).status()).hasValue(401);
    assertThat(client.call(request, LONG).text()).isEqualTo("A");
    assertThat(vllm.requests()).hasSize(4);
  }

  @Test
  void manyThreadsAskForTheDialectOnce() throws Exception {
    EndpointClient client = speaking(Dialect.AUTO);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<ModelReply>> replies = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        replies.add(threads.submit(() -> client.call(HELLO.withConstraint(AB), LONG)));
      }
      for (Future<ModelReply> reply : replies) {
        assertThat(reply.get().text()).isEqualTo("A");
      }
    } finally {
      threads.shutdown();
    }
    assertThat(vllm.requests()).hasSize(65);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"429|7|7000", "503|0.5|500", "500|3|3000", "429|soon|", "429|-3|"})
  void keepsHowLongTheServerAsksToWait(int status, String header, Long millis) {
    vllm.answerNext(StubReply.full(status, header));

    ModelCallException failure = failure();

    assertThat(failure.retryAfter().map(Duration::toMillis).orElse(null)).isEqualTo(millis);
    assertThat(failure.kind()).isEqualTo(status == 500 ? Kind.TRANSIENT : Kind.RATE_LIMITED);
  }

  @Test
  void aPromptThatIsTooLongIsNamedAsThat() {
    vllm.maxModelLength(50);

    ModelCallException failure =
        failure(client(), ModelRequest.of(Prompt.of("secret ".repeat(100)), 5));

    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure)
        .hasMessage(
            "model 'stub-model' at "
                + vllm.endpoint()
                + " answered HTTP 400 (BadRequestError): the prompt and the reply are too long for"
                + " the model");
    assertThat(failure.detail()).contains("maximum context length is 50 tokens");
  }

  @Test
  void aModelThatIsNotServedIsNamedAsThat() {
    vllm.model("other");
    EndpointClient client =
        EndpointClient.builder().endpoint(vllm.endpoint()).model("mine").build();

    assertThat(failure(client, HELLO))
        .hasMessageStartingWith("model 'mine' at ")
        .hasMessageContaining("HTTP 404 (NotFoundError): it does not serve this model");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"M\",\"type\":\"T\"}}",
        "{\"object\":\"error\",\"message\":\"M\",\"type\":\"T\",\"code\":400}",
        "{\"error\":\"M\"}",
        "{\"detail\":\"M\"}",
      })
  void readsEveryFormOfError(String body) {
    vllm.answerNext(StubReply.raw(400, "application/json", body));

    assertThat(failure().detail()).isEqualTo("M");
  }

  @Test
  void anErrorPageIsNoDetail() {
    vllm.answerNext(
        StubReply.raw(502, "text/html", "<h1>Bad gateway</h1>"), StubReply.raw(500, "", ""));

    assertThat(failure().detail()).isEmpty();
    assertThat(failure().detail()).isEmpty();
  }

  @Test
  void theApiKeyIsSentAndStandsNowhereElse() {
    vllm.answerNext(
        StubReply.raw(
            401,
            "application/json",
            "{\"error\":{\"message\":\"Incorrect API key provided: sk-wrong\",\"type\":\"t\"}}"));
    EndpointClient client = builder(vllm.endpoint()).apiKey("sk-wrong").build();

    ModelCallException failure = failure(client, HELLO);

    assertThat(vllm.lastRequest().headers()).containsEntry("Authorization", "Bearer sk-wrong");
    assertThat(failure.detail()).isEqualTo("Incorrect API key provided: ***");
    assertThat(stackTrace(failure) + failure.detail() + client).doesNotContain("sk-wrong");
    assertThat(client).hasToString("model 'stub-model' at " + vllm.endpoint());
    assertThatThrownBy(() -> builder(vllm.endpoint()).apiKey("sk-\u00e9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("sk-");
  }

  @Test
  void redirectsAreNotFollowed() {
    vllm.answerNext(StubReply.raw(307, "text/plain", ""));

    assertThat(failure())
        .hasMessageContaining("redirects are not followed")
        .extracting(ModelCallException::kind)
        .isEqualTo(Kind.REJECTED);
    assertThat(vllm.requests()).hasSize(1);
  }

  @Test
  void aReplyIsReadUpToALimit() {
    vllm.answer("word ".repeat(1000));
    ModelRequest request = ModelRequest.of(Prompt.of("x"), 2000);

    EndpointClient small = builder(vllm.endpoint()).maxReplyBytes(4000).build();
    EndpointClient large = builder(vllm.endpoint()).maxReplyBytes(8000).build();

    assertThat(failure(small, request))
        .hasMessageEndingWith("the reply is longer than 4000 bytes")
        .extracting(ModelCallException::kind)
        .isEqualTo(Kind.REJECTED);
    assertThat(large.call(request, LONG).text()).hasSize(5000);
  }

  @Test
  void anUnknownHostCannotBeReached() {
    EndpointClient client = builder(URI.create("http://no-such-host.invalid:8000/v1")).build();

    ModelCallException failure = failure(client, HELLO);

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(failure).hasMessageContaining("cannot be reached");
  }

  @Test
  void aSlowBodyTimesOutToo() {
    vllm.answer(request -> StubReply.text("late").after(Duration.ofSeconds(5)));

    ModelCallException failure =
        catchThrowableOfType(
            ModelCallException.class, () -> client().call(HELLO, Duration.ofMillis(50)));

    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure).hasMessageEndingWith("did not answer within 50 ms");
  }

  @Test
  void comesBackWithTheServer() {
    try (ModelClient client = client()) {
      client.call(HELLO, LONG);
      vllm.stop();
      assertThat(failure(client, HELLO).kind()).isEqualTo(Kind.TRANSIENT);
      vllm.restart();
      assertThat(client.call(HELLO, LONG).text()).isEqualTo("OK");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8000",
        "/v1",
        "ftp://localhost/v1",
        "http:///v1",
        "http://user:pass@localhost/v1",
        "http://localhost/v1?key=secret",
        "http://localhost/v1#x",
      })
  void refusesWhatIsNoEndpoint(String endpoint) {
    assertThatThrownBy(() -> EndpointClient.builder().endpoint(URI.create(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("an endpoint")
        .hasMessageNotContainingAny("pass", "secret");
  }

  @Test
  void refusesToBeBuiltWithoutTheNeeded() {
    assertThatThrownBy(() -> EndpointClient.builder().model("m").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the endpoint is missing");
    assertThatThrownBy(() -> EndpointClient.builder().endpoint(vllm.endpoint()).build())
        .hasMessage("the name of the model is missing");
    assertThatThrownBy(() -> EndpointClient.builder().model(" "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EndpointClient.builder().maxReplyBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSlashAtTheEndOfTheEndpointMakesNoDifference() {
    EndpointClient client = builder(URI.create(vllm.endpoint() + "/")).build();

    assertThat(client.call(HELLO, LONG).text()).isEqualTo("OK");
  }

  private static ModelCallException failure(ModelClient client, ModelRequest request) {
    return catchThrowableOfType(ModelCallException.class, () -> client.call(request, LONG));
  }
}
