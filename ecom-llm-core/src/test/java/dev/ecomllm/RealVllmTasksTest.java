package dev.ecomllm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.bulk.Summary;
import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ClassifierOptions;
import dev.ecomllm.classify.ClassifierOptions.Strategy;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.extract.AttributeSchema;
import dev.ecomllm.extract.AttributeSpec;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.observe.CallCounts;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import dev.ecomllm.testing.RealVllm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three tasks on a real vLLM: not whether the answers are right, but that they are answers. */
@Tag("real-vllm")
class RealVllmTasksTest {

  private static final Product SONY =
      Product.of(
          "sku-1",
          "Sony WH-1000XM5 Wireless Noise Canceling Headphones, Black, 30-hour battery, USB-C");

  private final RealVllm vllm = RealVllm.connect();
  private final CallCounts counts = new CallCounts();
  private final List<Category> candidates =
      Taxonomy.google().categories().stream()
          .filter(category -> category.depth() == 2)
          .limit(19)
          .toList();
  private final EcomLlm base = llm(vllm.base());
  private final EcomLlm tuned = llm(vllm.adapter());

  private EcomLlm llm(String model) {
    return EcomLlm.builder()
        .endpoint(vllm.endpoint())
        .model(model)
        .timeout(Duration.ofMinutes(5))
        .deadline(Duration.ofMinutes(6))
        .candidates((product, limit) -> shortlist(limit))
        .listener(counts)
        .build();
  }

  private List<Candidate> shortlist(int limit) {
    List<Candidate> list = new ArrayList<>();
    for (Category category : candidates.subList(0, limit)) {
      list.add(new Candidate(category, -list.size()));
    }
    return list;
  }

  @AfterEach
  void close() {
    base.close();
    tuned.close();
  }

  @Test
  void choosesFromAShortlistWithOneTokenAndKnowsHowSureItIs() {
    for (EcomLlm llm : List.of(base, tuned)) {
      CallCounts.Snapshot before = counts.snapshot();

      Classification found = llm.classifier().classify(SONY);

      assertThat(candidates).contains(found.category());
      assertThat(found.confidence()).isPresent();
      assertThat(
              found.alternatives().stream()
                  .mapToDouble(other -> other.confidence().orElseThrow())
                  .sum())
          .isLessThanOrEqualTo(1 + 1e-9);
      CallCounts.Snapshot after = counts.snapshot();
      assertThat(after.askedAgain()).as("each letter is taken").isZero();
      assertThat(after.retries()).isZero();
      // "None of these" leads to further questions, each of which has an answer of one token too.
      assertThat(after.completionTokens() - before.completionTokens())
          .isEqualTo(after.calls() - before.calls());
    }
  }

  @Test
  void aListShownInBothOrdersIsUnderstoodInBoth() {
    Classification found =
        base.classifier(ClassifierOptions.defaults().withBothOrders(true).withCandidates(5))
            .classify(SONY);

    assertThat(found.confidence()).isPresent();
    assertThat(counts.snapshot().askedAgain()).isZero();
  }

  @Test
  void writesAPathOfTheTree() {
    ClassifierOptions options = ClassifierOptions.defaults().withStrategy(Strategy.PATH);
    for (EcomLlm llm : List.of(base, tuned)) {
      Classification found = llm.classifier(options).classify(SONY);

      assertThat(Taxonomy.google().categories()).contains(found.category());
      assertThat(found.confidence()).isPresent();
    }
    assertThat(counts.snapshot().askedAgain()).as("the grammar allows nothing else").isZero();
    assertThat(counts.snapshot().calls()).isEqualTo(2);
  }

  @Test
  void thePathStrategyFindsAWayWithoutTheGrammarToo() {
    ClassifierOptions options =
        ClassifierOptions.defaults().withStrategy(Strategy.PATH).withTreeGrammar(false);

    Bulk.of(base.classifier(options))
        .concurrency(1)
        .run(List.of(SONY).iterator(), outcome -> assertThat(outcome.input()).isEqualTo(SONY));

    assertThat(counts.snapshot().calls()).isBetween(1L, 2L);
  }

  @Test
  void extractsNothingThatTheTextDoesNotSay() {
    AttributeSchema schema =
        AttributeSchema.of(
            AttributeSpec.text("brand"),
            AttributeSpec.oneOf("color", List.of("Black", "White", "Red")),
            AttributeSpec.number("battery_life", "hours"));
    for (EcomLlm llm : List.of(base, tuned)) {
      ExtractedAttributes found = llm.extractor().extract(SONY, schema);

      assertThat(found.attributes())
          .allSatisfy(
              attribute -> {
                assertThat(schema.find(attribute.name())).isPresent();
                attribute
                    .evidence()
                    .ifPresent(proof -> assertThat(SONY.title()).contains(proof.text()));
              });
    }
  }

  /** A model that was not tuned may write on until it is cut off; then the call says so. */
  @Test
  void answersOrSaysThatItDoesNotKnow() {
    QaRequest request =
        QaRequest.of(SONY, "How long does the battery last?")
            .withPassages(
                List.of(
                    new Passage("The battery lasts 30 hours with noise canceling on.", "spec"),
                    new Passage("It folds flat into its case.", "spec")));
    try {
      Answer answer = base.qa().ask(request);

      assertThat(answer.productId()).isEqualTo("sku-1");
      assertThat(answer.confidence()).as("from the token of true or false").isPresent();
    } catch (InvalidOutputException e) {
      assertThat(e.output()).startsWith("{\"answerable\": ").doesNotEndWith("}");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Strategy.class,
      names = {"SHORTLIST", "PATH"})
  void bulkGetsAnAnswerForEachProduct(Strategy strategy) {
    List<Product> products =
        IntStream.range(0, 16)
            .mapToObj(i -> Product.of("sku-" + i, "Kettle number " + i + ", 1.7 l, steel"))
            .toList();
    List<Outcome<Product, Classification>> outcomes = new ArrayList<>();

    Summary summary =
        Bulk.of(base.classifier(ClassifierOptions.defaults().withStrategy(strategy)))
            .run(products.iterator(), outcomes::add);

    assertThat(summary.succeeded()).isEqualTo(16);
    assertThat(outcomes).extracting(Outcome::input).isEqualTo(products);
    assertThat(counts.snapshot().askedAgain()).isZero();
  }
}
