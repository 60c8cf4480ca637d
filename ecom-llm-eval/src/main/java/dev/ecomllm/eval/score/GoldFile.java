package dev.ecomllm.eval.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.DatasetFormatException;
import dev.ecomllm.eval.dataset.JsonLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Matches gold rows and predictions by id and keeps one object for each pair, so that a million
 * rows fit into a small heap.
 *
 * @param <G> what is kept of a gold row
 * @param <I> what is kept of a pair
 */
final class GoldFile<G, I> {

  private final Map<String, G> gold = new LinkedHashMap<>();

  /** Of the rows that have any; equal sets are one object. */
  private final Map<String, Set<String>> tags = new HashMap<>();

  private final Map<Set<String>, Set<String>> tagSets = new HashMap<>();
  private final Map<String, I> judged = new LinkedHashMap<>();
  private final Map<String, Long> rows = new LinkedHashMap<>();

  /** Reads the gold rows; one that cannot be read ends the evaluation. */
  GoldFile(Path file, Function<ObjectNode, G> read) throws IOException {
    try (JsonLines lines = JsonLines.open(file)) {
      read(String.valueOf(file.getFileName()), lines, read);
    }
    start();
  }

  /** Takes the gold rows of a dataset. */
  GoldFile(Dataset dataset, Function<ObjectNode, G> read) {
    read(dataset.name(), dataset.rows(), read);
    start();
  }

  private void read(String name, Iterator<JsonLines.Row> lines, Function<ObjectNode, G> read) {
    while (lines.hasNext()) {
      JsonLines.Row row = lines.next();
      try {
        if (!row.problem().isEmpty()) {
          throw new IllegalArgumentException(row.problem());
        }
        if (gold.put(row.id(), read.apply(row.object())) != null) {
          throw new IllegalArgumentException("id '" + row.id() + "' is there twice");
        }
        Set<String> tagged = row.tags();
        if (!tagged.isEmpty()) {
          tags.put(row.id(), tagSets.computeIfAbsent(tagged, set -> set));
        }
      } catch (IllegalArgumentException e) {
        throw new DatasetFormatException(name, row.line(), String.valueOf(e.getMessage()));
      }
    }
  }

  private void start() {
    for (String kind :
        List.of("gold", "evaluated", "failed", "missing", "invalid", "unknownId", "unreadable")) {
      rows.put(kind, 0L);
    }
    rows.put("gold", (long) gold.size());
  }

  /**
   * Reads the predictions. The judge gets the gold row's id, tags and value, and the prediction;
   * that is null where an answer came that is unusable.
   */
  void judge(Path file, Judge<G, I> judge) throws IOException {
    try (JsonLines lines = JsonLines.open(file)) {
      while (lines.hasNext()) {
        JsonLines.Row row = lines.next();
        @Nullable G right = gold.get(row.id());
        if (!row.problem().isEmpty()) {
          count("unreadable");
        } else if (right == null) {
          count("unknownId");
        } else if (judged.containsKey(row.id())) {
          throw new DatasetFormatException(
              String.valueOf(file.getFileName()),
              row.line(),
              "id '" + row.id() + "' is there twice");
        } else if (!row.object().has("error")) {
          judged.put(row.id(), judge.judge(row.id(), tags(row.id()), right, row.object()));
        } else if (isInvalid(row.object())) {
          count("invalid");
          judged.put(row.id(), judge.judge(row.id(), tags(row.id()), right, null));
        } else {
          count("failed");
          count("failed: " + row.object().path("error").path("kind").asText("unknown"));
        }
      }
    }
    rows.put("evaluated", (long) judged.size());
    rows.put("missing", (long) gold.size() - judged.size() - rows.getOrDefault("failed", 0L));
  }

  private Set<String> tags(String id) {
    return tags.getOrDefault(id, Set.of());
  }

  /** Makes an example of a gold row and a prediction. */
  @FunctionalInterface
  interface Judge<G, I> {
    I judge(String id, Set<String> tags, G gold, @Nullable ObjectNode prediction);
  }

  /**
   * The model answered, but nothing can be done with it: that is a wrong answer, no failed call.
   */
  private static boolean isInvalid(ObjectNode row) {
    return row.path("error").path("kind").asText().toUpperCase(Locale.ROOT).contains("INVALID");
  }

  void count(String kind) {
    count(kind, 1);
  }

  void count(String kind, long more) {
    rows.merge(kind, more, Long::sum);
  }

  /** What is kept of the gold rows, in the file's order. */
  Collection<G> gold() {
    return gold.values();
  }

  /** The examples, in the gold file's order. */
  List<I> items() {
    List<I> items = new ArrayList<>(judged.size());
    for (String id : gold.keySet()) {
      I item = judged.get(id);
      if (item != null) {
        items.add(item);
      }
    }
    return items;
  }

  Map<String, Long> rows() {
    return rows;
  }
}
