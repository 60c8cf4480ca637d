package dev.ecomllm.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.EcInstruct.Source;
import dev.ecomllm.extract.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows made up in the format of the data set's own preparation scripts. */
class EcInstructTest {

  private static final String SETTING = "IND_Diverse_Instruction";

  @TempDir Path folder;

  private static ObjectNode row(String task, String split, String input, String output) {
    return JsonLines.MAPPER
        .createObjectNode()
        .put("split", split)
        .put("task", task)
        .put("setting", SETTING)
        .put("instruction", "Do it.")
        .put("input", input)
        .putNull("options")
        .put("output", output)
        .putNull("few_shot_example");
  }

  private Path file(JsonNode... rows) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (JsonNode row : rows) {
      lines.append(row).append('\n');
    }
    return Files.writeString(folder.resolve("ec.jsonl"), lines);
  }

  @Test
  void attributesGetTheWritingOfTheirSource() throws IOException {
    ObjectNode row =
        row(
            "Attribute_Value_Extraction",
            "test",
            """
            {"product title":"Acme BB/cream Light Beige","product description":"Matte.","product feature":"SPF 20, Vegan",
             "product brand":"Acme","target attributes":"Shade and Finish and Scent and A/B"}""",
            """
            [{"attribute":"shade","value":"light beige","source":"product title"},
             {"attribute":"finish","value":"matte","source":"product description"},
             {"attribute":"a/b","value":"spf 20","source":"product feature"},
             {"attribute":"a/b","value":"vegan","source":"product feature"},
             {"attribute":"scent","value":"None","source":"None"}]""");

    Dataset dataset =
        EcInstruct.read(
            file(row("Answer_Generation", "test", "{}", "x"), row),
            Source.ATTRIBUTE_VALUE_EXTRACTION,
            "test",
            SETTING);

    assertThat(dataset.cases()).hasSize(1);
    assertThat(dataset.cases().get(0).id()).isEqualTo("attribute_value_extraction-test-0");
    ObjectNode mapped = dataset.cases().get(0).object();
    assertThat(mapped.path("attributes"))
        .hasToString("{\"shade\":\"Light Beige\",\"finish\":\"Matte\",\"a/b\":\"SPF 20\"}");
    assertThat(mapped.path("alternatives")).hasToString("{\"a/b\":[\"Vegan\"]}");
    assertThat(mapped.path("absent")).hasToString("[\"scent\"]");
    assertThat(mapped.path("fields")).hasToString("{\"feature\":\"SPF 20, Vegan\"}");
    assertThat(
            new ExtractRows(SchemaRegistry.builtin()::schemaFor)
                .read(dataset.cases().get(0).row())
                .product()
                .brand())
        .isEqualTo("Acme");
  }

  @Test
  void questionsComeWithTheirDocument() throws IOException {
    String input = "{\"question\":\"Does it fit?\",\"document\":[\"Fits well.\",\"Red.\"]}";
    Path file =
        Files.writeString(
            folder.resolve("ec.json"),
            JsonLines.MAPPER
                .createArrayNode()
                .add(row("Answerability_Prediction", "train", input, "no"))
                .add(row("Answer_Generation", "train", input, "Yes, very well."))
                .toString());

    Case asked =
        EcInstruct.read(file, Source.ANSWERABILITY_PREDICTION, "train", SETTING).cases().get(0);
    Case answered =
        EcInstruct.read(file, Source.ANSWER_GENERATION, "train", SETTING).cases().get(0);

    assertThat(asked.object().path("answerable").asBoolean(true)).isFalse();
    assertThat(asked.object().has("answers")).isFalse();
    assertThat(answered.object().path("answers")).hasToString("[\"Yes, very well.\"]");
    assertThat(new QaRows().read(answered.row()).passages())
        .extracting(passage -> passage.text())
        .containsExactly("Fits well.", "Red.");
    assertThat(asked.group()).isEqualTo(answered.group());
  }

  @Test
  void whatIsNotThereOrNotInTheFormatIsSaid() throws IOException {
    Path file =
        file(
            row("Answer_Generation", "test", "{}", "x"),
            row("Answer_Generation", "val", "no JSON", "x"));

    assertThatThrownBy(() -> EcInstruct.read(file, Source.ANSWER_GENERATION, "train", SETTING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Answer_Generation, train");
    assertThatThrownBy(() -> EcInstruct.read(file, Source.ANSWER_GENERATION, "val", SETTING))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageStartingWith("ec.jsonl:2: ");
  }
}
