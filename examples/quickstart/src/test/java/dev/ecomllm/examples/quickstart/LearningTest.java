package dev.ecomllm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.testing.StubVllm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the shop and its people know is used at once. */
class LearningTest {

  private static final EmbeddedEcomLlm ENGINE = EmbeddedEcomLlm.openByWords();

  @Test
  void theShopsOwnProductsJoinTheShortlistOfTheModel() {
    EmbeddedEcomLlm learned = ENGINE.learning(OwnProducts.labelled());
    assertThat(shortlistShown(ENGINE)).doesNotContain("Sleeping Bags");
    assertThat(shortlistShown(learned)).contains("Sleeping Bags");
    assertThat(learned.classifier().classify(OwnProducts.UNCLEAR).category().name())
        .isEqualTo("Sleeping Bags");
  }

  private static String shortlistShown(EmbeddedEcomLlm engine) {
    try (StubVllm vllm = StubVllm.start().answer("A");
        EcomLlm llm =
            EcomLlm.builder()
                .endpoint(vllm.endpoint())
                .model(vllm.model())
                .candidates(engine.categories())
                .build()) {
      llm.classifier().classify(OwnProducts.UNCLEAR);
      return vllm.lastRequest().prompt();
    }
  }

  @Test
  void whatAPersonSaidIsKnownOfTheNextProduct() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    List<Classification> unlabelled = ReviewLoop.run(out, ENGINE, product -> Optional.empty());
    List<Classification> labelled = ReviewLoop.run(out, ENGINE, ReviewLoop::person);
    assertThat(unlabelled).extracting(Classification::decision).containsOnly(Decision.REVIEW);
    assertThat(labelled)
        .extracting(answer -> answer.category().name())
        .containsExactly("Firewood & Fuel", "Duffel Bags");
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("to review: ", "LEAF: ");
  }
}
