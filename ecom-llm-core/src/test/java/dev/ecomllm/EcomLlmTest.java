package dev.ecomllm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ClassifierOptions;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.langchain4j.Dialect;
import dev.ecomllm.engine.Timing;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.extract.AttributeSchema;
import dev.ecomllm.extract.AttributeSpec;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.SchemaRegistry;
import dev.ecomllm.observe.Event;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import dev.ecomllm.testing.StubReply;
import dev.ecomllm.testing.StubVllm;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EcomLlmTest {

  private static final Product LAPTOP = Product.of("sku-1", "Apple MacBook Pro 14-inch");
  private static final String PATH = "Electronics > Computers > Laptops";

  private final StubVllm vllm = StubVllm.start().answer(PATH);

  @AfterEach
  void close() {
    vllm.close();
  }

  @Test
  void classifiesOnAnEndpoint() {
    vllm.requireApiKey("key");
    try (EcomLlm llm = builder().apiKey("key").build()) {
      Classification answer = llm.classifier().classify(LAPTOP);

      assertThat(answer.category().path()).hasToString(PATH);
      assertThat(answer.category().id()).isEqualTo(328);
      assertThat(answer.productId()).isEqualTo("sku-1");
      assertThat(answer.answeredBy()).isEqualTo("stub-model");
    }
  }

  @Test
  void classifiesAmongCandidates() {
    vllm.answer(
        request -> {
          String line =
              request.prompt().lines().filter(l -> l.endsWith(PATH)).findFirst().orElse("?");
          return StubReply.distribution(Map.of(line.substring(0, 1), 0.95, "!", 0.05));
        });
    Taxonomy google = Taxonomy.google();
    try (EcomLlm llm =
        builder()
            .candidates(
                (product, limit) ->
                    List.of(
                        new Candidate(google.require(328), 0),
                        new Candidate(google.require(222), 0)))
            .build()) {
      assertThat(llm.classifier().classify(LAPTOP).category().id()).isEqualTo(328);
    }
    assertThat(vllm.lastRequest().choices()).contains("A", "B");
  }

  @Test
  void classifiesInTheTreeThatIsSet() {
    try (EcomLlm llm = builder().taxonomy(Taxonomy.google("2019-07-10")).build()) {
      assertThat(llm.classifier().classify(LAPTOP).category().taxonomy().version())
          .isEqualTo("2019-07-10");
      assertThat(
              llm.classifier(ClassifierOptions.defaults())
                  .classify(LAPTOP)
                  .category()
                  .taxonomy()
                  .version())
          .isEqualTo("2021-09-21");
    }
  }

  @Test
  void enrichesByTheSchemaOfTheDecidedCategory() {
    vllm.answer(
        request ->
            StubReply.text(
                request.prompt().startsWith("[EXTRACT]") ? "{\"brand\": \"Apple\"}" : PATH));
    try (EcomLlm llm = builder().build()) {
      Enrichment enrichment = llm.enrich(LAPTOP);

      assertThat(enrichment.classification().decided().map(Category::id)).contains(328L);
      assertThat(enrichment.attributes().find("brand").map(ExtractedAttribute::value))
          .contains("Apple");
      assertThat(vllm.lastRequest().prompt()).contains("Category: " + PATH).contains("processor");
    }
  }

  @Test
  void enrichesOpenlyWhereAPersonMustDecide() {
    List<String> prompts = new ArrayList<>();
    ModelClient unsure =
        ModelClient.of(
            "plain",
            (request, timeout) -> {
              String prompt = request.prompt().messages().get(0).text();
              prompts.add(prompt);
              return ModelReply.of(
                  prompt.startsWith("[EXTRACT]") ? "{\"maker\": \"Apple\"}" : PATH, "plain");
            });
    try (EcomLlm llm = EcomLlm.builder().client(unsure).build()) {
      Enrichment enrichment = llm.enrich(LAPTOP);

      assertThat(enrichment.classification().decision()).isEqualTo(Decision.REVIEW);
      assertThat(enrichment.attributes().attributes()).hasSize(1);
      assertThat(prompts).hasSize(2).last().asString().doesNotContain(PATH);
    }
  }

  @Test
  void schemasBelongToATree() {
    Taxonomy shop = Taxonomy.read(new StringReader("328 - Toys\n"), "shop");
    vllm.answer(
        request ->
            StubReply.text(request.prompt().startsWith("[EXTRACT]") ? "{\"a\": \"14\"}" : "Toys"));
    try (EcomLlm other = builder().taxonomy(shop).build();
        EcomLlm own =
            builder()
                .taxonomy(shop)
                .schemas(
                    SchemaRegistry.empty(shop)
                        .with(
                            shop.require(328),
                            AttributeSchema.of(AttributeSpec.text("minimum_age"))))
                .build()) {
      other.enrich(LAPTOP);
      assertThat(vllm.lastRequest().prompt()).doesNotContain("processor");

      own.enrich(LAPTOP);
      assertThat(vllm.lastRequest().prompt()).contains("minimum_age");
    }
  }

  @Test
  void answersQuestionsFromTheProductOrFromTheKnowledgeSource() {
    vllm.answer("{\"answerable\":true,\"answer\":\"14 inches.\",\"citations\":[1]}");
    Passage manual = new Passage("The display measures 14 inches.", "manual");
    try (EcomLlm alone = builder().build();
        EcomLlm knowing = builder().knowledge((request, limit) -> List.of(manual)).build()) {
      assertThat(alone.qa().ask(LAPTOP, "How large is the display?")).isInstanceOf(Answer.class);
      assertThat(vllm.lastRequest().messages().get(0)).doesNotContain("measures");

      Answer answer = knowing.qa().ask(LAPTOP, "How large is the display?");

      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.Known.class,
              known -> assertThat(known.citations().get(0).passage()).isEqualTo(manual));
    }
  }

  @Test
  void usesAnyClientAndLeavesItOpen() {
    List<String> closed = new ArrayList<>();
    ModelClient client =
        new ModelClient() {
          @Override
          public String model() {
            return "mine";
          }

          @Override
          public ModelReply call(ModelRequest request, Duration timeout) {
            assertThat(timeout).isLessThanOrEqualTo(Duration.ofSeconds(3));
            return ModelReply.of(PATH, "mine");
          }

          @Override
          public void close() {
            closed.add("closed");
          }
        };
    try (EcomLlm llm = EcomLlm.builder().client(client).timeout(Duration.ofSeconds(3)).build()) {
      assertThat(llm.classifier().classify(LAPTOP).answeredBy()).isEqualTo("mine");
    }
    assertThat(closed).isEmpty();
  }

  @Test
  void triesAgainAndTellsListeners() {
    List<Event> events = new ArrayList<>();
    vllm.answerNext(StubReply.text("probe"), StubReply.full(429, "0"), StubReply.status(500));
    try (EcomLlm llm = builder().listener(events::add).timing(new NoWaiting()).build()) {
      llm.classifier().classify(LAPTOP);
    }
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Called", "Retrying", "Called", "Retrying", "Called", "Answered");
  }

  @Test
  void givesUpAsItIsTold() {
    vllm.stop();
    try (EcomLlm llm = builder().maxAttempts(1).build()) {
      ModelCallException failure =
          catchThrowableOfType(ModelCallException.class, () -> llm.classifier().classify(LAPTOP));

      assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
      assertThat(failure).hasMessageStartingWith("product 'sku-1': ");
    }
  }

  @Test
  void severalServersShareTheQuestionsAndStandInForEachOther() {
    try (StubVllm second = StubVllm.start().answer(PATH);
        EcomLlm llm =
            EcomLlm.builder()
                .endpoints(vllm.endpoint(), second.endpoint())
                .model(vllm.model())
                .dialect(Dialect.NONE)
                .timing(new NoWaiting())
                .build()) {
      vllm.stop();
      for (int i = 0; i < 5; i++) {
        assertThat(llm.classifier().classify(LAPTOP).category().id()).isEqualTo(328);
      }
      assertThat(second.requests()).hasSize(5);
    }
  }

  @Test
  void aServerThatIsGoneIsLeftAlone() {
    vllm.stop();
    try (EcomLlm llm = builder().maxAttempts(1).timing(new NoWaiting()).build();
        EcomLlm stubborn = builder().maxAttempts(1).breakerPause(Duration.ZERO).build()) {
      assertThat(kindsOfFailure(llm, 12)).containsExactly(Kind.TRANSIENT, Kind.CIRCUIT_OPEN);
      assertThat(kindsOfFailure(stubborn, 12)).containsExactly(Kind.TRANSIENT);
    }
    assertThatThrownBy(() -> builder().breakerPause(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Kind> kindsOfFailure(EcomLlm llm, int questions) {
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      kinds.add(
          catchThrowableOfType(ModelCallException.class, () -> llm.classifier().classify(LAPTOP))
              .kind());
    }
    return kinds.stream().distinct().toList();
  }

  @Test
  void asksForTheTokenAtEachCall() {
    List<String> tokens = new ArrayList<>(List.of("one", "two", "three"));
    try (EcomLlm llm = builder().dialect(Dialect.NONE).apiKey(() -> tokens.remove(0)).build()) {
      llm.classifier().classify(LAPTOP);
      llm.classifier().classify(LAPTOP);
    }
    assertThat(vllm.requests())
        .extracting(request -> request.headers().get("Authorization"))
        .containsExactly("Bearer one", "Bearer two");
  }

  @Test
  void limitsAndSecondCallsAreSet() {
    List<Duration> slept = new ArrayList<>();
    try (EcomLlm llm =
        builder()
            .dialect(Dialect.NONE)
            .requestsPerSecond(1)
            .tokensPerSecond(1_000_000)
            .hedgeAfter(Duration.ofSeconds(20))
            .timing(
                new NoWaiting() {
                  @Override
                  public void sleep(Duration pause) {
                    slept.add(pause);
                  }
                })
            .build()) {
      llm.classifier().classify(LAPTOP);
      llm.classifier().classify(LAPTOP);
    }
    assertThat(slept).containsExactly(Duration.ofSeconds(1));
    assertThatThrownBy(() -> builder().requestsPerSecond(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("requestsPerSecond must be at least zero, not -1.0");
    assertThatThrownBy(() -> builder().tokensPerSecond(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().hedgeAfter(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeptConnectionThatWasClosedCostsNoTry() {
    try (EcomLlm llm = builder().dialect(Dialect.NONE).maxAttempts(1).build()) {
      vllm.answerNext(StubReply.closed());

      assertThat(llm.classifier().classify(LAPTOP).category().id()).isEqualTo(328);
      assertThat(vllm.requests()).hasSize(2);
    }
  }

  @Test
  void remembersAnswers() {
    try (EcomLlm llm = builder().cache(ResponseCache.inMemory(10)).build()) {
      llm.classifier().classify(LAPTOP);
      int asked = vllm.requests().size();
      llm.classifier().classify(LAPTOP);

      assertThat(vllm.requests()).hasSize(asked);
    }
  }

  @Test
  void sendsNothingUntilAsked() {
    builder().build().close();

    assertThat(vllm.requests()).isEmpty();
    EcomLlm.builder().endpoint(URI.create("http://nowhere.invalid/v1")).model("m").build().close();
  }

  @Test
  void aBuilderCanBeUsedAgain() {
    EcomLlm.Builder builder = builder();
    List<Event> events = new ArrayList<>();
    try (EcomLlm first = builder.build();
        EcomLlm second = builder.listener(events::add).model("other").build()) {
      first.classifier().classify(LAPTOP);
      assertThat(events).isEmpty();
      assertThatThrownBy(() -> second.classifier().classify(LAPTOP))
          .isInstanceOf(ModelCallException.class);
      assertThat(events).hasSize(2);
    }
  }

  @Test
  void wantsEitherAnEndpointOrAClient() {
    ModelClient client = ModelClient.of("m", (request, timeout) -> ModelReply.of("", "m"));

    assertThatThrownBy(() -> EcomLlm.builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("endpoint");
    assertThatThrownBy(() -> EcomLlm.builder().endpoint(vllm.endpoint()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model");
    assertThatThrownBy(() -> builder().client(client).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a client is set, so endpoint, model, apiKey and dialect must not be");
    assertThatThrownBy(() -> EcomLlm.builder().client(client).apiKey("x").build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EcomLlm.builder().timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EcomLlm.builder().deadline(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsTheEnvironment() {
    vllm.requireApiKey("key");
    Map<String, String> environment =
        Map.of(
            "ECOM_LLM_ENDPOINT",
            vllm.endpoint() + " ",
            "ECOM_LLM_MODEL",
            vllm.model(),
            "ECOM_LLM_API_KEY",
            "key\n");

    try (EcomLlm llm = EcomLlm.fromEnv(environment)) {
      assertThat(llm.classifier().classify(LAPTOP).category().id()).isEqualTo(328);
    }
    assertThatThrownBy(() -> EcomLlm.fromEnv(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the environment variable ECOM_LLM_ENDPOINT is not set");
    assertThatThrownBy(() -> EcomLlm.fromEnv(Map.of("ECOM_LLM_ENDPOINT", "http://a/v1")))
        .hasMessage("the environment variable ECOM_LLM_MODEL is not set");
    assertThatThrownBy(
            () ->
                EcomLlm.fromEnv(
                    Map.of("ECOM_LLM_ENDPOINT", "http://u:p w@h/", "ECOM_LLM_MODEL", "m")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ECOM_LLM_ENDPOINT is no address")
        .hasMessageNotContaining("p w");
  }

  private EcomLlm.Builder builder() {
    return EcomLlm.builder().endpoint(vllm.endpoint()).model(vllm.model());
  }

  private static class NoWaiting implements Timing {
    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void sleep(Duration pause) {}

    @Override
    public double random() {
      return 0;
    }
  }
}
