package dev.ecomllm.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code calibrate}, {@code migrate} and {@code review}, from files to files. */
class ClassifyToolsTest {

  private static final Taxonomy TREE = Taxonomy.google();

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"calibrate", "migrate", "review", "review out", "review back"})
  void everyCommandHasHelp(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.add("--help");

    assertThat(run(words.toArray(String[]::new))).isZero();
    assertThat(out.toString()).contains("Usage: ecomllm " + command);
  }

  @Test
  void calibrateBringsTheErrorDownAndSaysWhoseScoresItIsFor() throws Exception {
    simulate(2_000);
    int code =
        run(
            "calibrate",
            "--gold",
            file("gold"),
            "--predictions",
            file("predictions"),
            "--out",
            file("calibration.json"));
    JsonNode report = JsonLines.MAPPER.readTree(out.toString());

    assertThat(code).isZero();
    assertThat(report.path("rows").asInt()).isEqualTo(2_000);
    assertThat(report.path("eceBefore").asDouble()).isGreaterThan(0.1);
    assertThat(report.path("eceAfter").asDouble()).isLessThan(0.05);
    assertThat(report.path("decisions").path("precision").asDouble()).isGreaterThan(0.93);
    assertThat(report.path("decisions").path("meanDepth").asDouble()).isGreaterThan(1.5);
    FittedCalibration fitted = FittedCalibration.read(folder.resolve("calibration.json"));
    assertThat(fitted.scope())
        .isEqualTo(new CalibrationScope("classify", "stub", "shortlist-1", "google 2021-09-21"));
  }

  @Test
  void calibrateTellsBadRowsAndGoesOn() throws Exception {
    simulate(200);
    Files.writeString(
        folder.resolve("predictions"),
        Files.readString(folder.resolve("predictions"))
            + "no json\n{\"id\":\"p1\",\"category\":\"Nowhere\",\"score\":0.5}\n"
            + "{\"id\":\"p2\",\"error\":{\"kind\":\"x\",\"message\":\"y\"}}\n");

    assertThat(
            run(
                "calibrate",
                "--gold",
                file("gold"),
                "--predictions",
                file("predictions"),
                "--method",
                "isotonic",
                "--out",
                file("c.json")))
        .isEqualTo(1);
    assertThat(err.toString()).contains("predictions:201", "'Nowhere' is not in google");
  }

  @Test
  void calibrateNeedsScoresOfOneModel() throws Exception {
    Files.writeString(folder.resolve("gold"), "{\"id\":\"1\",\"category\":328}\n");
    Files.writeString(folder.resolve("predictions"), "{\"id\":\"1\",\"category\":\"328\"}\n");

    assertThat(
            run(
                "calibrate",
                "--gold",
                file("gold"),
                "--predictions",
                file("predictions"),
                "--out",
                file("c.json")))
        .isEqualTo(2);
    assertThat(
            run(
                "calibrate",
                "--gold",
                file("absent"),
                "--predictions",
                file("predictions"),
                "--out",
                file("c.json")))
        .isNotZero();
  }

  @Test
  void migrateTellsWhatChanged() throws Exception {
    assertThat(run("migrate", "--from", "2019-07-10", "--to", "google")).isZero();
    JsonNode report = JsonLines.MAPPER.readTree(out.toString());

    assertThat(report.path("counts").path("RENAMED").asInt()).isEqualTo(23);
    assertThat(report.path("counts").path("NEW").asInt()).isEqualTo(13);
    assertThat(report.path("changes")).hasSize(40);
  }

  @Test
  void migrateRewritesWhatStaysAndSetsApartWhatDoesNot() throws Exception {
    Files.writeString(
        folder.resolve("stored"),
        """
        {"id":"1","categoryId":1093,"category":"Sporting Goods > Athletics > Football",\
        "alternatives":[{"category":"Sporting Goods > Athletics > Football > Footballs","categoryId":1094}],"taxonomy":"google 2019-07-10"}
        {"id":"2","category":"Apparel & Accessories > Clothing > Skirts"}
        {"id":"3","category":"Electronics > Computers > Laptops","decided":"Apparel & Accessories > Clothing > Skirts"}
        {"id":"4","category":"Nowhere"}
        """);
    int code =
        run(
            "migrate",
            "--from",
            "2019-07-10",
            "--to",
            "2021-09-21",
            "--in",
            file("stored"),
            "--out",
            file("kept"),
            "--ask-again",
            file("again"));

    assertThat(code).isEqualTo(1);
    List<ObjectNode> kept = rows("kept");
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).path("category").asText())
        .isEqualTo("Sporting Goods > Athletics > American Football");
    assertThat(kept.get(0).path("taxonomy").asText()).isEqualTo("google 2021-09-21");
    assertThat(kept.get(0).path("alternatives").get(0).path("category").asText())
        .endsWith("American Footballs");
    assertThat(rows("again")).extracting(row -> row.path("id").asText()).containsExactly("2", "3");
    assertThat(err.toString()).contains("stored:4");
  }

  @Test
  void reviewGoesOutAndComesBackAsLabels() throws Exception {
    Files.writeString(
        folder.resolve("in"),
        """
        {"id":"1","title":"MacBook"}
        {"id":"2","title":"Thing"}
        {"id":"3","title":"Other thing"}
        {"id":"4","title":"Failed"}
        """);
    Files.writeString(
        folder.resolve("predictions"),
        """
        {"id":"1","categoryId":328,"confidence":0.97,"decision":"LEAF","decidedId":328}
        {"id":"2","categoryId":328,"confidence":0.48,"decision":"REVIEW","alternatives":[{"categoryId":328,"confidence":0.48},{"categoryId":325,"confidence":0.41}]}
        {"id":"3","categoryId":328,"decision":"REVIEW"}
        {"id":"4","error":{"kind":"TIMED_OUT","message":"no"}}
        """);
    assertThat(
            run(
                "review",
                "out",
                "--in",
                file("in"),
                "--predictions",
                file("predictions"),
                "--out",
                file("review")))
        .isZero();
    List<ObjectNode> review = rows("review");
    assertThat(review).extracting(row -> row.path("id").asText()).containsExactly("2", "3", "4");
    assertThat(review.get(0).path("reason").asText())
        .isEqualTo("0.48 sure of Laptops, 0.41 of Desktop Computers");
    assertThat(review.get(0).path("candidates")).hasSize(2);
    assertThat(review.get(1).path("reason").asText()).contains("nothing is known");
    assertThat(review.get(2).path("reason").asText()).contains("no answer");

    review.get(0).put("category", "325");
    review.get(2).put("category", "Not a category");
    StringBuilder corrected = new StringBuilder();
    review.forEach(row -> corrected.append(row).append('\n'));
    Files.writeString(folder.resolve("corrected"), corrected);
    assertThat(run("review", "back", "--corrected", file("corrected"), "--out", file("labelled")))
        .isEqualTo(1);
    assertThat(rows("labelled"))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .hasToString(
                        "{\"id\":\"2\",\"title\":\"Thing\",\"category\":\"Electronics > Computers >"
                            + " Desktop Computers\",\"categoryId\":325}"));
    assertThat(err.toString()).contains("Not a category");
  }

  /** Predictions of a model that is much too sure of itself, and the truth. */
  private void simulate(int count) throws Exception {
    Random random = new Random(8);
    StringBuilder gold = new StringBuilder();
    StringBuilder predictions = new StringBuilder();
    for (int i = 0; i < count; i++) {
      Category category = TREE.categories().get(random.nextInt(TREE.size()));
      double score = 0.5 + random.nextDouble() / 2;
      boolean right = random.nextDouble() < (score > 0.75 ? 0.98 : 0.4);
      List<Category> wrong = TREE.roots();
      ObjectNode row = JsonLines.MAPPER.createObjectNode();
      row.put("id", "p" + i).put("categoryId", category.id());
      row.put("confidence", score).put("score", score).put("decision", "REVIEW");
      ArrayNode alternatives = row.putArray("alternatives");
      alternatives.addObject().put("categoryId", category.id()).put("confidence", score);
      row.put("answeredBy", "stub").put("prompt", "shortlist-1");
      predictions.append(row).append('\n');
      Category truth = right ? category : wrong.get(random.nextInt(wrong.size()));
      gold.append(
              JsonLines.MAPPER.createObjectNode().put("id", "p" + i).put("category", truth.id()))
          .append('\n');
    }
    Files.writeString(folder.resolve("gold"), gold);
    Files.writeString(folder.resolve("predictions"), predictions);
  }

  private List<ObjectNode> rows(String name) throws Exception {
    List<ObjectNode> rows = new ArrayList<>();
    try (JsonLines lines = JsonLines.open(folder.resolve(name))) {
      lines.forEachRemaining(row -> rows.add(row.object()));
    }
    return rows;
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private int run(String... args) {
    return EcomLlmCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
