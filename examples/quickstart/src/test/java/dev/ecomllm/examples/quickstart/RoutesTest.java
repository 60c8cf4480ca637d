package dev.ecomllm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.eval.compare.Comparison;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.route.Failover;
import dev.ecomllm.route.Split;
import dev.ecomllm.testing.StubVllm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two sides: A/B, shadow, failover; the endpoint is played. */
class RoutesTest {

  private static final EmbeddedEcomLlm EMBEDDED = EmbeddedEcomLlm.openByWords();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final StubVllm vllm = StubVllm.start().answer("A");
  private final EcomLlm llm =
      EcomLlm.builder()
          .endpoint(vllm.endpoint())
          .model(vllm.model())
          .candidates(EMBEDDED.categories())
          .maxAttempts(1)
          .build();

  @AfterEach
  void close() {
    llm.close();
    vllm.close();
  }

  @Test
  void aWorseModelIsShownToBeWorseAndTheSameOneIsNot() throws IOException {
    Dataset gold = Dataset.read(Path.of("src/test/resources/gold.jsonl"));
    // The stub says A to everything: the first of the shortlist in the order of the tree.
    Comparison worse = TwoModels.compare(out, gold, llm.classifier(), EMBEDDED.classifier());
    assertThat(worse.figure("exactAccuracy").holmP()).isLessThan(0.05);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains(": worse");

    printed.reset();
    TwoModels.compare(out, gold, EMBEDDED.classifier(), EMBEDDED.classifier());
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("not a single difference")
        .doesNotContain("better", "worse");
  }

  @Test
  void aTenthIsAnsweredByTheCandidate() throws IOException {
    Map<String, Integer> sides =
        TwoModels.live(out, Split.of("test", 0.1), EMBEDDED.classifier(), llm.classifier());
    assertThat(sides).containsOnlyKeys("candidate (stub-model)", "current (embedded)");
    assertThat(sides.get("candidate (stub-model)")).isBetween(1, 15);
  }

  @Test
  void aShadowThatFailsIsSeenInTheRecordAlone() throws IOException {
    vllm.stop();
    assertThat(ShadowModel.run(out, EMBEDDED.classifier(), llm.classifier()))
        .isNotEmpty()
        .allSatisfy(
            pair -> {
              assertThat(pair.answer().answeredBy()).isEqualTo("embedded");
              assertThat(pair.failure()).isPresent();
            });

    ProductClassifier other = EMBEDDED.learning(OwnProducts.labelled()).classifier();
    assertThat(ShadowModel.run(out, EMBEDDED.classifier(), other))
        .isNotEmpty()
        .allSatisfy(pair -> assertThat(pair.shadow().map(Classification::answeredBy)).isPresent());
  }

  @Test
  void theEmbeddedEngineAnswersWhileTheServerIsGone() throws IOException {
    ProductClassifier classifier =
        Failover.within(Duration.ofSeconds(5)).classifier(llm.classifier(), EMBEDDED.classifier());
    List<Product> products =
        Catalogue.items().stream().map(Catalogue.Item::product).limit(20).toList();
    assertThat(WithoutTheServer.run(out, classifier, products))
        .containsExactly(Map.entry("stub-model", 20));
    vllm.stop();
    assertThat(WithoutTheServer.run(out, classifier, products))
        .containsExactly(Map.entry("embedded", 20));
  }
}
