package dev.ecomllm.client.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelReply.Finish;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.testing.RealVllm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client against a real vLLM, which is asked on the side what it saw. */
@Tag("real-vllm")
class RealVllmClientTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final List<String> LETTERS =
      "ABCDEFGHIJKLMNOPQRST".chars().mapToObj(Character::toString).toList();
  private static final String COUNT = "Write the numbers from 1 to 900, one on each line.";

  private final RealVllm vllm = RealVllm.connect();
  private final EndpointClient client = client(vllm.base());

  @AfterEach
  void close() {
    client.close();
  }

  private EndpointClient client(String model) {
    return EndpointClient.builder().endpoint(vllm.endpoint()).model(model).build();
  }

  private static ModelRequest ask(String prompt, int maxTokens) {
    return ModelRequest.of(Prompt.of(prompt), maxTokens);
  }

  private static ModelRequest letter(String prompt) {
    return ask(prompt, 1).withConstraint(new Constraint.Choice(LETTERS)).withTopLogprobs(20);
  }

  @Test
  void theProbeFindsTheDialectWithOneRequest() {
    double before = answered();

    client.call(letter("Which letter?"), LONG);
    await(() -> answered() == before + 2);

    client.call(letter("Which letter now?"), LONG);
    await(() -> answered() == before + 3);
    ModelRequest word = ask("Say yes.", 8).withConstraint(new Constraint.Choice(List.of("qzx")));
    assertThat(client.call(word, LONG).text()).isEqualTo("qzx");
  }

  @Test
  void eachKindOfConstraintIsObeyed() throws Exception {
    ModelRequest question = ask("Is the sky green? Answer at length.", 60);
    String schema =
        """
        {"type":"object","properties":{"a b":{"enum":["x","y"]},"n":{"type":"array","items":\
        {"type":"integer"},"maxItems":2}},"required":["a b","n"],"additionalProperties":false}""";

    ModelReply choice =
        client.call(
            question.withConstraint(new Constraint.Choice(List.of("A > B", "A > \"C\" é"))), LONG);
    assertThat(choice.text()).isIn("A > B", "A > \"C\" é");
    assertThat(choice.finish()).isEqualTo(Finish.STOP);
    ModelReply grammar =
        client.call(
            question.withConstraint(
                new Constraint.Grammar("root ::= \"q\" n1\nn1 ::= \" > z\" | \" > \\\"\"\n")),
            LONG);
    assertThat(grammar.text()).isIn("q > z", "q > \"");
    JsonNode json =
        JSON.readTree(
            client
                .call(question.withConstraint(new Constraint.JsonSchema("test", schema)), LONG)
                .text());
    assertThat(json.path("a b").asText()).isIn("x", "y");
    assertThat(json.path("n").size()).isBetween(0, 2);
    assertThat(json).hasSize(2);
  }

  @Test
  void aConstraintAsResponseFormatIsObeyedToo() throws Exception {
    try (EndpointClient other =
        EndpointClient.builder()
            .endpoint(vllm.endpoint())
            .model(vllm.base())
            .dialect(Dialect.RESPONSE_FORMAT)
            .build()) {
      String schema = "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}";
      ModelRequest request =
          ask("Hello!", 60).withConstraint(new Constraint.JsonSchema("test", schema));

      assertThat(JSON.readTree(other.call(request, LONG).text()))
          .isEqualTo(JSON.createObjectNode());
    }
  }

  @Test
  void theAlternativesOfALabelAreAllLabelsAndTogetherSure() {
    ModelReply reply = client.call(letter("Say a letter."), LONG);

    TokenLogprobs token = reply.tokens().get(0);
    assertThat(reply.tokens()).hasSize(1);
    assertThat(token.token()).isEqualTo(reply.text());
    Set<String> shown =
        token.top().stream().map(TokenLogprobs.Alternative::token).collect(Collectors.toSet());
    assertThat(shown).containsExactlyInAnyOrderElementsOf(LETTERS);
    assertThat(token.top().stream().mapToDouble(other -> Math.exp(other.logprob())).sum())
        .isCloseTo(1, within(1e-3));
    assertThat(token.top().get(0).logprob()).isEqualTo(token.logprob());
  }

  /** Training writes the answer through the chat template; a constraint works on its own text. */
  @Test
  void theTokenTrainedForALabelIsTheOneThatTheConstraintAllows() {
    for (String model : List.of(vllm.base(), vllm.adapter())) {
      for (String letter : LETTERS) {
        assertThat(trained(model, letter)).isEqualTo(allowed(model, letter));
      }
    }
  }

  private int trained(String model, String letter) {
    ObjectNode asked = conversation(model);
    int prompt = vllm.post("/tokenize", asked).path("count").asInt();
    asked.withArray("messages").addObject().put("role", "assistant").put("content", letter);
    asked.put("add_generation_prompt", false);
    return vllm.post("/tokenize", asked).path("tokens").path(prompt).asInt();
  }

  private int allowed(String model, String letter) {
    ObjectNode asked = conversation(model);
    asked.put("max_tokens", 1).put("logprobs", true).put("return_tokens_as_token_ids", true);
    asked.putObject("structured_outputs").putArray("choice").add(letter);
    String token =
        vllm.post("/v1/chat/completions", asked).at("/choices/0/logprobs/content/0/token").asText();
    return Integer.parseInt(token.substring("token_id:".length()));
  }

  private static ObjectNode conversation(String model) {
    ObjectNode body = JSON.createObjectNode().put("model", model);
    body.putArray("messages").addObject().put("role", "user").put("content", "Which letter?");
    return body;
  }

  @Test
  void anAdapterIsAskedByItsName() {
    try (EndpointClient tuned = client(vllm.adapter())) {
      ModelReply base = client.call(letter("Which letter?"), LONG);
      ModelReply adapted = tuned.call(letter("Which letter?"), LONG);

      assertThat(base.model()).isEqualTo(vllm.base());
      assertThat(adapted.model()).isEqualTo(vllm.adapter());
      assertThat(adapted.tokens()).isNotEqualTo(base.tokens());
    }
  }

  @Test
  void aPromptThatIsTooLongIsNamedAsThat() {
    ModelCallException failure =
        catchThrowableOfType(
            ModelCallException.class,
            () -> client.call(ask("secret ".repeat(vllm.longest()), 5), LONG));

    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure)
        .hasMessageContaining("HTTP 400 (BadRequestError)")
        .hasMessageContaining("too long for the model");
    assertThat(failure.getMessage()).doesNotContain("secret");
  }

  @Test
  void aReplyThatCanNeverFitIsNamedAsThat() {
    ModelCallException failure =
        catchThrowableOfType(
            ModelCallException.class, () -> client.call(ask("hi", vllm.longest() + 1), LONG));

    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure).hasMessageContaining("too long for the model");
  }

  @Test
  void aModelThatIsNotServedIsNamedAsThat() {
    try (EndpointClient unknown = client("nope")) {
      ModelCallException failure =
          catchThrowableOfType(
              ModelCallException.class, () -> unknown.call(letter("Which letter?"), LONG));

      assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
      assertThat(failure.status()).hasValue(404);
      assertThat(failure).hasMessageContaining("NotFoundError").hasMessageContaining("nope");
    }
  }

  @Test
  void isReady() {
    assertThat(client.isReady(LONG)).isTrue();
  }

  @Test
  void anInterruptEndsTheRequestInTheServer() throws Exception {
    double before = answered();
    CompletableFuture<Kind> outcome = new CompletableFuture<>();
    Thread caller =
        new Thread(() -> outcome.complete(failure(ask(COUNT, 1_900), LONG).kind()), "caller");
    caller.start();
    await(() -> running() == 1);

    caller.interrupt();

    assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(Kind.INTERRUPTED);
    await(() -> running() == 0);
    assertThat(answered()).as("nobody waits for it to be written to its end").isEqualTo(before);
  }

  @Test
  void aTimeoutEndsTheRequestInTheServer() {
    double before = answered();

    assertThat(failure(ask(COUNT, 1_900), Duration.ofSeconds(2)).kind()).isEqualTo(Kind.TIMED_OUT);

    await(() -> running() == 0);
    assertThat(answered()).isEqualTo(before);
  }

  private ModelCallException failure(ModelRequest request, Duration timeout) {
    return catchThrowableOfType(ModelCallException.class, () -> client.call(request, timeout));
  }

  @Test
  void sixtyFourAtOnceAllGetAnswers() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(64);
    try {
      List<Future<ModelReply>> replies = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        ModelRequest request = letter("Which letter has number " + i + "?");
        replies.add(callers.submit(() -> client.call(request, LONG)));
      }
      for (Future<ModelReply> reply : replies) {
        assertThat(reply.get().text()).isIn(LETTERS);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  /** The server takes 96 at once. */
  @Test
  void aFullServerSaysSoAndTheRestCanBeCalledBack() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(160);
    BlockingQueue<ModelCallException> failures = new LinkedBlockingQueue<>();
    try {
      for (int i = 0; i < 160; i++) {
        ModelRequest request = ask(i + ". " + COUNT, 400);
        callers.execute(() -> failures.add(failure(request, LONG)));
      }
      ModelCallException first = failures.poll(5, TimeUnit.MINUTES);

      assertThat(first).isNotNull();
      assertThat(first.kind()).isEqualTo(Kind.RATE_LIMITED);
      assertThat(first.status()).hasValue(503);
    } finally {
      callers.shutdownNow();
    }
    await(() -> running() + vllm.metric("num_requests_waiting", "") == 0);
    assertThat(client.call(letter("Which letter?"), LONG).text()).isIn(LETTERS);
  }

  @Test
  void whatIsConstantInPromptsIsComputedOnce() {
    String constant =
        IntStream.range(0, 200).mapToObj(i -> "Rule " + i + ".").collect(Collectors.joining(" "));
    client.call(letter(constant + " Product: fleece"), LONG);
    double queries = vllm.metric("prefix_cache_queries_total", "");
    double hits = vllm.metric("prefix_cache_hits_total", "");

    client.call(letter(constant + " Product: kettle"), LONG);

    await(() -> vllm.metric("prefix_cache_queries_total", "") > queries);
    double asked = vllm.metric("prefix_cache_queries_total", "") - queries;
    double found = vllm.metric("prefix_cache_hits_total", "") - hits;
    assertThat(found / asked).as("%s of %s tokens", found, asked).isGreaterThan(0.5);
  }

  private double answered() {
    return vllm.metric("request_success_total", "length")
        + vllm.metric("request_success_total", "stop");
  }

  private double running() {
    return vllm.metric("num_requests_running", "");
  }

  /** The server counts a little after it answers. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("what the server says within a minute").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
