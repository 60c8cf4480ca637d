package dev.ecomllm.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.eval.dataset.JsonLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} and {@code metric}, from the outside. */
class EvaluateToolsTest {

  @TempDir Path folder;
  private final InputStream stdin = System.in;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void giveStdinBack() {
    System.setIn(stdin);
  }

  @Test
  void evaluatePrintsFiguresAndTellsWhatIsMissing() throws Exception {
    Files.writeString(
        folder.resolve("gold"),
        "{\"id\":\"1\",\"category\":328}\n{\"id\":\"2\",\"category\":328}\n");
    Files.writeString(folder.resolve("predictions"), "{\"id\":\"1\",\"categoryId\":328}\n");

    assertThat(
            run(
                "evaluate",
                "--task",
                "classify",
                "--gold",
                folder.resolve("gold").toString(),
                "--predictions",
                folder.resolve("predictions").toString(),
                "--resamples",
                "20"))
        .isEqualTo(1);
    assertThat(JsonLines.MAPPER.readTree(out.toString()).at("/figures/exactAccuracy/value").asInt())
        .isEqualTo(1);
    assertThat(JsonLines.MAPPER.readTree(out.toString()).at("/rows/missing").asInt()).isEqualTo(1);
  }

  @Test
  void evaluateKnowsEveryTask() throws Exception {
    Path gold = folder.resolve("gold");
    Path predictions = folder.resolve("predictions");
    Files.writeString(gold, "{\"id\":\"1\",\"attributes\":{\"Brand\":\"Nike\"}}\n");
    Files.writeString(
        predictions, "{\"id\":\"1\",\"attributes\":{\"Brand\":{\"value\":\"Nike\"}}}\n");
    assertThat(evaluate("extract", gold, predictions).at("/figures/f1Micro/value").asInt())
        .isEqualTo(1);

    Files.writeString(gold, "{\"id\":\"1\",\"answers\":[],\"answerable\":false}\n");
    Files.writeString(predictions, "{\"id\":\"1\",\"answerable\":false,\"answer\":\"\"}\n");
    assertThat(evaluate("qa", gold, predictions).at("/figures/squadExact/value").asInt())
        .isEqualTo(1);
  }

  private JsonNode evaluate(String task, Path gold, Path predictions) throws IOException {
    out.getBuffer().setLength(0);
    assertThat(
            run(
                "evaluate",
                "--task",
                task,
                "--gold",
                gold.toString(),
                "--predictions",
                predictions.toString()))
        .isZero();
    return JsonLines.MAPPER.readTree(out.toString());
  }

  @Test
  void evaluateTakesGoldRowsAsCsv() throws Exception {
    Path gold = folder.resolve("gold.csv");
    Path predictions = folder.resolve("predictions");
    Files.writeString(gold, "id,title,category\n1,\"Laptop, 14 in\",328\n2,Mug,Hardware\n");
    Files.writeString(
        predictions, "{\"id\":\"1\",\"categoryId\":328}\n{\"id\":\"2\",\"categoryId\":328}\n");

    assertThat(
            run(
                "evaluate",
                "--task",
                "classify",
                "--gold",
                gold.toString(),
                "--predictions",
                predictions.toString(),
                "--report",
                folder.resolve("report").toString()))
        .isZero();
    assertThat(JsonLines.MAPPER.readTree(out.toString()).at("/figures/exactAccuracy/value"))
        .hasToString("0.5");
    assertThat(folder.resolve("report/report.html")).content().contains("Mug");
  }

  @Test
  void evaluateSaysWhatIsWrongWithAFile() throws Exception {
    Path gold = Files.writeString(folder.resolve("gold"), "\n");
    Path predictions = Files.writeString(folder.resolve("predictions"), "");
    String[] command = {
      "evaluate", "--task", "qa", "--gold", gold + "", "--predictions", predictions + ""
    };
    assertThat(run(command)).isEqualTo(2);
    assertThat(err.toString()).contains("gold has no rows");

    Files.writeString(gold, "{\"id\":\"1\"}\n");
    Files.write(predictions, "{\"id\":\"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(run(command)).isEqualTo(2);
    assertThat(err.toString()).contains("predictions:1: here or a little further on: not UTF-8");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void metricAnswersOneCase() {
    stdin("{\"truth\":[[\"A\",\"B\",\"C\"]],\n \"prediction\":[[\"A\",\"B\"]]}");

    assertThat(run("metric", "hierarchical")).isZero();
    assertThat(out.toString())
        .contains("\"micro\":{\"precision\":1.0,\"recall\":0.6666666666666666,\"f1\":0.8}");
  }

  @Test
  void metricAnswersLineByLine() {
    stdin("{\"successes\":1,\"n\":2}\n\nnot json\n{\"n\":2}\n");

    assertThat(run("metric", "proportion", "--lines")).isEqualTo(1);
    assertThat(out.toString().lines())
        .hasSize(3)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("{\"estimate\":0.5,\"wilson\":["),
            line -> assertThat(line).startsWith("{\"error\":\"not JSON"),
            line -> assertThat(line).isEqualTo("{\"error\":\"\\\"successes\\\" is missing\"}"));
  }

  @Test
  void metricNamesTheMetricsWhenAskedForAnother() {
    stdin("{}");

    assertThat(run("metric", "nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("hierarchical", "topk");
  }

  private static void stdin(String text) {
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private int run(String... args) {
    return EcomLlmCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
