package dev.ecomllm.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.JsonLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the files say beyond the figures.
 *
 * @param asked the gold rows of some examples, without their labels
 * @param answered their predictions
 * @param millis of all calls whose trace tells
 * @param tokens prompt and completion together, of all calls whose trace tells
 */
record RecordedRows(
    Map<String, ObjectNode> asked,
    Map<String, ObjectNode> answered,
    List<Double> millis,
    List<Double> tokens) {

  static final RecordedRows NONE = new RecordedRows(Map.of(), Map.of(), List.of(), List.of());

  private static final Set<String> LABELS =
      Set.of(
          "id",
          "category",
          "categoryId",
          "alsoAccepted",
          "attributes",
          "absent",
          "alternatives",
          "answers",
          "answerable",
          "tags");

  static RecordedRows read(Path gold, Path predictions, Collection<String> ids) throws IOException {
    try (JsonLines lines = JsonLines.open(gold)) {
      return read(lines, predictions, ids);
    }
  }

  static RecordedRows read(Iterator<JsonLines.Row> gold, Path predictions, Collection<String> ids)
      throws IOException {
    Set<String> wanted = new HashSet<>(ids);
    Map<String, ObjectNode> asked = new HashMap<>();
    while (gold.hasNext()) {
      JsonLines.Row row = gold.next();
      if (wanted.contains(row.id())) {
        asked.put(row.id(), row.object().deepCopy().without(LABELS));
      }
    }
    Map<String, ObjectNode> answered = new HashMap<>();
    List<Double> millis = new ArrayList<>();
    List<Double> tokens = new ArrayList<>();
    try (JsonLines lines = JsonLines.open(predictions)) {
      while (lines.hasNext()) {
        JsonLines.Row row = lines.next();
        JsonNode trace = row.object().path("trace");
        if (trace.path("millis").isNumber()) {
          millis.add(trace.path("millis").asDouble());
        }
        double used =
            trace.path("promptTokens").asDouble() + trace.path("completionTokens").asDouble();
        if (used > 0) {
          tokens.add(used);
        }
        if (wanted.contains(row.id())) {
          answered.put(row.id(), row.object());
        }
      }
    }
    return new RecordedRows(asked, answered, millis, tokens);
  }
}
