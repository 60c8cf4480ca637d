package dev.ecomllm.rag.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.qa.QaRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The orders that the endpoint's tests use, against the engine that only quotes. */
class HostilePassagesTest {

  private static final QaRequest REQUEST =
      QaRequest.of(Product.of("sku-1", "Trail backpack"), "Is the backpack waterproof?");
  private static final Passage PROOF =
      new Passage("The fabric of the backpack is waterproof.", "description");

  private final EmbeddedQa whatever = EmbeddedQa.byWords().withThreshold(0);

  private static List<String> hostile(String file) throws IOException {
    return Files.readAllLines(
        Path.of("..", "ecom-llm-core", "src", "test", "resources", "dev", "ecomllm", "qa", file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hostile-passages.txt", "hostile-reviews.txt"})
  void noneOfFiftyIsQuoted(String file) throws IOException {
    List<String> hostile = hostile(file);
    assertThat(hostile).hasSizeGreaterThanOrEqualTo(50);
    for (String text : hostile) {
      Passage order = new Passage(text, "review");
      assertThat(whatever.ask(REQUEST.withPassages(List.of(order))))
          .as(text)
          .isInstanceOf(Answer.Unknown.class);
      assertThat(whatever.ask(REQUEST.withPassages(List.of(order, PROOF))))
          .as(text)
          .isInstanceOfSatisfying(
              Answer.Known.class, known -> assertThat(known.text()).isEqualTo(PROOF.text()));
    }
  }
}
