package dev.ecomllm.eval.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.Case;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.JsonLines;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The rows of a run, in a file that an interrupted run leaves usable: rows are appended as they
 * come, and put into the dataset's order at the end.
 */
final class Predictions implements AutoCloseable {

  private final Path file;
  private final Map<String, String> rows = new LinkedHashMap<>();
  private final BufferedWriter appended;
  private int answered;

  private Predictions(Path file, Map<String, String> kept) throws IOException {
    this.file = file;
    rows.putAll(kept);
    answered = kept.size();
    // What is not kept goes, a half-written last row with it.
    writeAll(rows.values());
    appended = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  /** Keeps the answers that are there; failed calls are asked again, invalid answers are not. */
  static Predictions resume(Path file) throws IOException {
    Map<String, String> kept = new LinkedHashMap<>();
    if (Files.exists(file)) {
      try (JsonLines lines = JsonLines.open(file)) {
        while (lines.hasNext()) {
          JsonLines.Row row = lines.next();
          if (row.problem().isEmpty() && isAnswer(row.object())) {
            kept.put(row.id(), row.object().toString());
          }
        }
      }
    }
    return new Predictions(file, kept);
  }

  private static boolean isAnswer(ObjectNode row) {
    String kind = row.path("error").path("kind").asText();
    return !row.has("error") || kind.toUpperCase(Locale.ROOT).contains("INVALID");
  }

  boolean has(String id) {
    return rows.containsKey(id);
  }

  /** Rows that are answers, valid or not. */
  int answered() {
    return answered;
  }

  void add(String id, ObjectNode row) throws IOException {
    String line = row.toString();
    rows.put(id, line);
    answered += isAnswer(row) ? 1 : 0;
    appended.write(line + "\n");
    appended.flush();
  }

  /** Puts all rows into the dataset's order. */
  void finish(Dataset dataset) throws IOException {
    appended.close();
    writeAll(
        dataset.cases().stream().map(Case::id).filter(rows::containsKey).map(rows::get).toList());
  }

  private void writeAll(Iterable<String> lines) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".tmp");
    try (BufferedWriter writer = Files.newBufferedWriter(whole, StandardCharsets.UTF_8)) {
      for (String line : lines) {
        writer.write(line + "\n");
      }
    }
    Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    appended.close();
  }
}
