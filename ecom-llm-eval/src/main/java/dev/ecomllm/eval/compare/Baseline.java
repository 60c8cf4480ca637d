package dev.ecomllm.eval.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.DatasetFormatException;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.ItemScores;
import dev.ecomllm.eval.score.Points;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An evaluation's items in a file, to be committed and compared with later. JSONL: the task, then a
 * line for each item, so that version control shows which items changed.
 */
public final class Baseline {

  private Baseline() {}

  /**
   * Writes the items.
   *
   * @param figures whose points are kept
   */
  public static void write(Evaluation evaluation, Path file, List<String> figures)
      throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      ObjectNode head = JsonLines.MAPPER.createObjectNode();
      writer.write(head.put("task", evaluation.task()) + "\n");
      for (ItemScores item : evaluation.items()) {
        ObjectNode json = JsonLines.MAPPER.createObjectNode();
        json.put("id", item.id()).put("expected", item.expected()).put("answer", item.answer());
        ObjectNode points = json.putObject("points");
        for (String figure : figures) {
          Points each = item.points(figure);
          if (each.counts()) {
            points.putArray(figure).add(each.earned()).add(each.outOf());
          }
        }
        writer.write(json + "\n");
      }
    }
  }

  /**
   * Reads an evaluation of nothing but items.
   *
   * @throws DatasetFormatException if it is no baseline
   */
  public static Evaluation read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    List<ItemScores> items = new ArrayList<>();
    String task = "";
    try (JsonLines lines = JsonLines.open(file)) {
      while (lines.hasNext()) {
        JsonLines.Row row = lines.next();
        if (task.isEmpty()) {
          task = row.object().path("task").asText();
        } else {
          items.add(item(row.object()));
        }
        if (task.isEmpty() || !row.problem().isEmpty()) {
          throw new DatasetFormatException(name, row.line(), "no baseline: " + row.problem());
        }
      }
    }
    return new Evaluation(task, Map.of(), Map.of(), items, 0.95, List.of());
  }

  private static ItemScores item(JsonNode json) {
    Map<String, Points> points = new HashMap<>();
    json.path("points")
        .properties()
        .forEach(
            each ->
                points.put(
                    each.getKey(),
                    new Points(
                        each.getValue().path(0).asDouble(), each.getValue().path(1).asDouble())));
    return new ItemScores(
        json.path("id").asText(),
        json.path("expected").asText(),
        json.path("answer").asText(),
        points,
        Set.of());
  }
}
