package dev.ecomllm.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.eval.metric.Resampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six products, counted by hand. */
class ExtractEvaluationTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("gold"),
        """
        {"id":"1","category":"Shoes","attributes":{"Brand":"Nike","Color":"Red"},"absent":["Size"]}
        {"id":"2","category":"Shoes","attributes":{"Brand":"Puma","Color":"Dark Red"},"alternatives":{"Color":["Blue"]}}
        {"id":"3","category":"Tea","attributes":{"Weight":"1.5 kg"}}
        {"id":"4","category":"Tea","attributes":{"Brand":"Lipton","Weight":"12.5 cm"}}
        {"id":"5","category":"Tea","attributes":{"Brand":["Tee","Thé"]}}
        {"id":"6","category":"Tea","attributes":{"Brand":"Failed"}}
        """);
    Files.writeString(
        folder.resolve("predictions"),
        """
        {"id":"1","attributes":{"Brand":{"value":"Nike"},"Color":{"value":"red"},"Size":{"value":"9"}}}
        {"id":"2","attributes":{"Color":[{"value":"Blue"},{"value":"Dark Red"}],"Gender":{"value":"Men"}}}
        {"id":"3","attributes":{"Weight":{"value":"1500 g"}}}
        {"id":"4","attributes":{"Brand":"Lipton","Weight":{"value":"125 cm"}}}
        {"id":"5","error":{"kind":"INVALID_OUTPUT","message":"x"}}
        {"id":"6","error":{"kind":"TIMED_OUT","message":"x"}}
        """);
  }

  @Test
  void countsAsExtractGpt() throws IOException {
    // Shoes list what is absent; Tea does not, so both of its attributes are asked of each product.
    Evaluation evaluation = evaluate();

    assertThat(evaluation.rows())
        .containsEntry("gold", 6L)
        .containsEntry("evaluated", 5L)
        .containsEntry("failed", 1L)
        .containsEntry("invalid", 1L)
        .containsEntry("unjudgedAttributes", 1L)
        .containsEntry("attributes nn", 2L) // Tea 3 Brand, Tea 5 Weight
        .containsEntry("attributes nv", 1L) // 1 Size
        .containsEntry("attributes vn", 2L) // 2 Brand, 5 Brand
        .containsEntry("attributes vc", 3L) // 1 Brand, 2 Color, 4 Brand
        .containsEntry("attributes vw", 3L); // 1 Color, 3 Weight, 4 Weight
    assertThat(evaluation.figure("precisionMicro").value()).isCloseTo(3 / 7.0, within(1e-12));
    assertThat(evaluation.figure("recallMicro").value()).isCloseTo(3 / 8.0, within(1e-12));
    assertThat(evaluation.figure("f1Micro").value()).isCloseTo(6 / 15.0, within(1e-12));
    // Shoes: Brand 2/3, Color 1/2, Size 0; Tea: Brand 2/3, Weight 0
    assertThat(evaluation.figure("f1Macro").value())
        .isCloseTo((2 / 3.0 + 0.5 + 0 + 2 / 3.0 + 0) / 5, within(1e-12));
    assertThat(evaluation.figure("exactProduct").value()).isZero();
    assertThat(evaluation.figure("exactProduct").n()).isEqualTo(5);
  }

  @Test
  void countsValuesOfEqualMeaning() throws IOException {
    Evaluation evaluation = evaluate();

    // Color of 1 and Weight of 3 are right now; 125 cm is still no 12.5 cm
    assertThat(evaluation.figure("figuresNormalized.precisionMicro").value())
        .isCloseTo(5 / 7.0, within(1e-12));
    assertThat(evaluation.figure("figuresNormalized.exactProduct").value()).isEqualTo(0.2);
  }

  @Test
  void countsEachAttribute() throws IOException {
    Evaluation evaluation = evaluate();

    Figure brand = evaluation.figure("perAttributeF1.Brand");
    assertThat(brand.value()).isCloseTo(2 * 1 * 0.5 / 1.5, within(1e-12));
    assertThat(brand.n()).isEqualTo(4);
    assertThat(evaluation.figure("perAttributePrecision.Brand").n()).isEqualTo(2);
    assertThat(evaluation.figure("perAttributePrecision.Brand").value()).isEqualTo(1);
    assertThat(evaluation.figure("perAttributeRecall.Brand").n()).isEqualTo(4);
    assertThat(evaluation.figure("perAttributeRecall.Brand").value()).isEqualTo(0.5);
    assertThat(evaluation.sections().get("perAttributeRecall")).doesNotContainKey("Size");
    assertThat(evaluation.figure("perCategoryF1.Tea").value())
        .isCloseTo(2.0 / (2 + 3 + 2), within(1e-12) /* 1 right, 3 said, 4 true */);
  }

  @Test
  void countsWords() throws IOException {
    // 1: 1, 1, 0; 2: 0, "blue dark red" on "dark red" 0.8; 3: 0; 4: 1, 0.5; 5: 0
    assertThat(evaluate().figure("tokenF1").value()).isCloseTo(4.3 / 9, within(1e-12));
  }

  @Test
  void givesEachProductItsScores() throws IOException {
    ItemScores first = evaluate().items().get(0);

    assertThat(first.expected()).isEqualTo("Brand: Nike; Color: Red");
    assertThat(first.answer()).isEqualTo("Brand: Nike; Color: red; Size: 9");
    assertThat(first.points("f1Micro")).isEqualTo(new Points(2, 5));
    assertThat(first.stated()).isEmpty();
  }

  private Evaluation evaluate() throws IOException {
    return ExtractEvaluation.of(
        folder.resolve("gold"), folder.resolve("predictions"), new Resampling(200, 7, 0.95));
  }
}
