package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rows of ECInstruct (Peng et al. 2024, {@code NingLab/ECInstruct}) as rows of our tasks, from a
 * JSON array or JSONL with its columns {@code split, task, setting, instruction, input, options,
 * output, few_shot_example}.
 *
 * <table>
 * <caption>What becomes what</caption>
 * <tr><th>ECInstruct</th><th>here</th></tr>
 * <tr><td>Attribute_Value_Extraction</td><td>extract; a value of {@code None} is absent; values are
 * lower-cased there, so they get back the writing of their source where they stand in it</td></tr>
 * <tr><td>Answerability_Prediction</td><td>qa with {@code answerable}; no answer is given</td></tr>
 * <tr><td>Answer_Generation</td><td>qa with {@code answers}: a user's answer, not always grounded in
 * the document</td></tr>
 * </table>
 *
 * It holds no product taxonomy, so nothing of it is a classification: its "multiclass product
 * classification" says how well a product suits a query. Parts of it are not licensed for
 * redistribution; this library ships no row of it.
 */
public final class EcInstruct {

  /** Its tasks that are tasks here. */
  public enum Source {
    /** Attributes. */
    ATTRIBUTE_VALUE_EXTRACTION("Attribute_Value_Extraction"),
    /** Whether the document answers the question. */
    ANSWERABILITY_PREDICTION("Answerability_Prediction"),
    /** What users answered. */
    ANSWER_GENERATION("Answer_Generation");

    private final String task;

    Source(String task) {
      this.task = task;
    }
  }

  /** It names no product with a question. */
  private static final String UNNAMED = "a product";

  private EcInstruct() {}

  /**
   * The rows of one task, split and setting. Ids are the task and the place among these rows, such
   * as {@code answer_generation-test-17}.
   *
   * @param split {@code train}, {@code val} or {@code test}
   * @param setting such as {@code IND_Diverse_Instruction}, which is the one to train on
   * @throws DatasetFormatException if a row is not in this format; its line is the row's number
   * @throws IllegalArgumentException if there are no such rows
   */
  public static Dataset read(Path file, Source source, String split, String setting)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    List<JsonLines.Row> rows = new ArrayList<>();
    long line = 0;
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        MappingIterator<ObjectNode> each =
            JsonLines.MAPPER.readerFor(ObjectNode.class).readValues(reader)) {
      while (each.hasNextValue()) {
        ObjectNode row = each.nextValue();
        line++;
        if (source.task.equals(row.path("task").asText())
            && split.equals(row.path("split").asText())
            && setting.equals(row.path("setting").asText())) {
          ObjectNode mapped = map(row, source);
          mapped.put(
              "id", source.name().toLowerCase(Locale.ROOT) + "-" + split + "-" + rows.size());
          rows.add(new JsonLines.Row(line, mapped, ""));
        }
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new DatasetFormatException(
          name, line, "not ECInstruct's format: " + e.getClass().getSimpleName());
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          name + " has no rows of " + source.task + ", " + split + ", " + setting);
    }
    return Dataset.of(name + "[" + source.task + " " + split + "]", rows.iterator());
  }

  private static ObjectNode map(ObjectNode row, Source source) throws JsonProcessingException {
    JsonNode input = JsonLines.MAPPER.readTree(row.path("input").asText());
    String output = row.path("output").asText();
    if (!input.isObject()) {
      throw new IllegalArgumentException("input is no object");
    }
    return source == Source.ATTRIBUTE_VALUE_EXTRACTION
        ? attributes(input, JsonLines.MAPPER.readTree(output))
        : question(input, output, source);
  }

  private static ObjectNode attributes(JsonNode input, JsonNode output) {
    ObjectNode row = JsonLines.MAPPER.createObjectNode();
    row.put("title", input.path("product title").asText());
    row.put("description", input.path("product description").asText());
    row.put("brand", input.path("product brand").asText());
    for (String field : List.of("feature", "price")) {
      String text = input.path("product " + field).asText();
      if (!text.isBlank()) {
        row.withObject("/fields").put(field, text);
      }
    }
    ObjectNode values = row.putObject("attributes");
    ArrayNode absent = row.putArray("absent");
    ObjectNode alternatives = row.putObject("alternatives");
    for (JsonNode each : output) {
      String name = each.path("attribute").asText();
      String value = written(each, input);
      if (value.equals("None")) {
        absent.add(name);
      } else if (!values.has(name)) {
        values.put(name, value);
      } else {
        alternatives.withArray("/" + name.replace("~", "~0").replace("/", "~1")).add(value);
      }
    }
    return row;
  }

  /** The value as its source writes it. */
  private static String written(JsonNode answer, JsonNode input) {
    String value = answer.path("value").asText();
    for (Map.Entry<String, JsonNode> text : input.properties()) {
      if (text.getKey().equalsIgnoreCase(answer.path("source").asText())) {
        String source = text.getValue().asText();
        for (int at = 0; at + value.length() <= source.length(); at++) {
          if (source.regionMatches(true, at, value, 0, value.length())) {
            return source.substring(at, at + value.length());
          }
        }
      }
    }
    return value;
  }

  private static ObjectNode question(JsonNode input, String output, Source source) {
    ObjectNode row = JsonLines.MAPPER.createObjectNode();
    row.put("product", UNNAMED);
    row.put("question", input.path("question").asText());
    ArrayNode passages = row.putArray("passages");
    JsonNode document = input.path("document");
    for (JsonNode text : document.isArray() ? document : List.of(document)) {
      passages.addObject().put("text", text.asText());
    }
    // The same document is the same product.
    row.put("group", ContentHash.of(JsonLines.MAPPER.createObjectNode().set("d", document)));
    if (source == Source.ANSWER_GENERATION) {
      row.put("answerable", true);
      row.putArray("answers").add(output);
    } else {
      row.put("answerable", output.strip().equalsIgnoreCase("yes"));
    }
    return row;
  }
}
