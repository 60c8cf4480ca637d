package dev.ecomllm.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.ItemScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is to see in an evaluation: a page that needs no network ({@code report.html}), the
 * same figures as Markdown ({@code report.md}) and as JSON ({@code report.json}). The same input
 * gives the same bytes. Immutable.
 */
public final class Report {

  private static final int WORST = 20;

  private final Evaluation evaluation;
  private final Map<String, String> about;
  private final RecordedRows rows;

  private Report(Evaluation evaluation, Map<String, String> about, RecordedRows rows) {
    this.evaluation = evaluation;
    this.about = about;
    this.rows = rows;
  }

  /** A report of the figures alone. */
  public static Report of(Evaluation evaluation) {
    return new Report(evaluation, Map.of(), RecordedRows.NONE);
  }

  /** With facts about the run, such as the model and the dataset's hash, shown in this order. */
  public Report withAbout(Map<String, String> about) {
    return new Report(evaluation, Collections.unmodifiableMap(new LinkedHashMap<>(about)), rows);
  }

  /**
   * With what was asked and answered in the worst examples, and with how long the calls took and
   * how many tokens they used, where the predictions' {@code "trace"} tells: {@code {"prompt",
   * "reply","millis","promptTokens","completionTokens"}}, each optional.
   */
  public Report withRows(Path gold, Path predictions) throws IOException {
    return new Report(evaluation, about, RecordedRows.read(gold, predictions, ids(worst())));
  }

  /** The same, of a dataset's cases. */
  public Report withRows(Dataset gold, Path predictions) throws IOException {
    return new Report(evaluation, about, RecordedRows.read(gold.rows(), predictions, ids(worst())));
  }

  /** Writes the three files; makes the folder. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report.html"), html());
    Files.writeString(folder.resolve("report.md"), new MarkdownReport(evaluation, about).text());
    Files.writeString(folder.resolve("report.json"), json());
  }

  /** The page. */
  public String html() {
    return new HtmlReport(evaluation, about, worst(), rows).text();
  }

  private String json() throws IOException {
    JsonNode figures = JsonLines.MAPPER.readTree(evaluation.toJson());
    ObjectNode json = JsonLines.MAPPER.createObjectNode();
    json.set("about", JsonLines.MAPPER.valueToTree(about));
    json.setAll((ObjectNode) figures);
    ArrayNode list = json.putArray("worst");
    for (ItemScores item : worst()) {
      ObjectNode one = list.addObject();
      one.put("id", item.id()).put("expected", item.expected()).put("answer", item.answer());
      item.stated().ifPresent(stated -> one.put("confidence", stated.score()));
    }
    return json.toPrettyString() + "\n";
  }

  private List<ItemScores> worst() {
    return evaluation.worst(mainFigure(evaluation), WORST).stream()
        .filter(item -> item.points(mainFigure(evaluation)).score() < 1)
        .toList();
  }

  /** The figure that says which examples are the worst. */
  static String mainFigure(Evaluation evaluation) {
    return switch (evaluation.task()) {
      case "classify" -> "hierarchicalF1Macro";
      case "extract" -> "f1Micro";
      default -> "squadF1";
    };
  }

  private static List<String> ids(List<ItemScores> items) {
    return items.stream().map(ItemScores::id).toList();
  }
}
