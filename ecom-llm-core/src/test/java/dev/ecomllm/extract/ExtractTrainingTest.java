package dev.ecomllm.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.product.Product;
import dev.ecomllm.prompt.TrainingExample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtractTrainingTest {

  private static final AttributeSchema SCHEMA =
      AttributeSchema.of(
          AttributeSpec.text("Brand"),
          AttributeSpec.list("Feature"),
          AttributeSpec.yesNo("Waterproof"),
          AttributeSpec.text("Color"));
  private static final ExtractRequest REQUEST =
      new ExtractRequest(Product.of("1", "Acme boot, lined, waterproof"), SCHEMA, "Shoes");

  @Test
  void teachesTheExtractorsOwnQuestionAndAnAnswerThatItReads() {
    TrainingExample example =
        ExtractTraining.example(
            REQUEST,
            Map.of(
                "Brand",
                List.of("Acme"),
                "Feature",
                List.of("lined"),
                "Waterproof",
                List.of("Yes")));

    ExtractTask task = new ExtractTask();
    assertThat(example.prompt()).isEqualTo(task.ask(REQUEST).prompt());
    assertThat(example.answer())
        .isEqualTo(
            "{\"Brand\":\"Acme\",\"Feature\":[\"lined\"],\"Waterproof\":true,\"Color\":null}");
    assertThat(task.read(REQUEST, ModelReply.of(example.answer(), "m")).attributes())
        .extracting(ExtractedAttribute::name)
        .contains("Brand", "Feature", "Waterproof")
        .doesNotContain("Color");
  }

  @Test
  void anOpenAnswerHoldsWhatIsKnownAndNothingElse() {
    ExtractRequest open = new ExtractRequest(REQUEST.product(), AttributeSchema.OPEN, "");

    assertThat(
            ExtractTraining.example(
                    open, Map.of("Brand", List.of("Acme"), "Size", List.<String>of()))
                .answer())
        .isEqualTo("{\"Brand\":\"Acme\"}");
  }

  @Test
  void refusesWhatTheSchemaDoesNotTake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExtractTraining.example(REQUEST, Map.of("Size", List.of("9"))))
        .withMessageContaining("Size");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExtractTraining.example(REQUEST, Map.of("Brand", List.of("a", "b"))))
        .withMessageContaining("Brand");
  }
}
