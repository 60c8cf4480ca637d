package dev.ecomllm.eval.score;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.metric.Resampling;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Gold rows and predictions, compared.
 *
 * @param task {@code classify}, {@code extract} or {@code qa}
 * @param rows how many rows there were of each kind: {@code gold}, {@code evaluated}, {@code
 *     failed} (no answer came; apart from the wrong ones), {@code missing}, {@code invalid} (an
 *     unusable answer; among the wrong ones), and more
 * @param sections figures by section and name; {@code figures} is the first section
 * @param items each evaluated example's own numbers, in the gold file's order; may be a view
 * @param confidence of all intervals, such as 0.95
 * @param notes what a reader of the figures has to know
 */
public record Evaluation(
    String task,
    Map<String, Long> rows,
    Map<String, Map<String, Figure>> sections,
    List<ItemScores> items,
    double confidence,
    List<String> notes) {

  static final String VALID_ONLY =
      "figuresValidOnly: the same without invalid answers, as eCeLLM's evaluation counts; there"
          + " only where an answer is invalid";

  /** Copies. */
  public Evaluation {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    items = Collections.unmodifiableList(items);
    notes = List.copyOf(notes);
  }

  /** The main figures without invalid answers, where there are some of both. */
  static <I> void addValidOnly(
      Map<String, Map<String, Figure>> sections,
      List<I> items,
      Predicate<I> isValid,
      Function<List<I>, Map<String, Figure>> figures) {
    List<I> valid = items.stream().filter(isValid).toList();
    if (!valid.isEmpty() && valid.size() < items.size()) {
      sections.put("figuresValidOnly", figures.apply(valid));
    }
  }

  /**
   * A figure by its name, such as {@code exactAccuracy}, or by section and name, such as {@code
   * decided.coverage}; a name alone means the first section that has it.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Figure figure(String name) {
    for (Map.Entry<String, Map<String, Figure>> section : sections.entrySet()) {
      String prefix = section.getKey() + ".";
      Figure figure =
          section.getValue().get(name.startsWith(prefix) ? name.substring(prefix.length()) : name);
      if (figure != null) {
        return figure;
      }
    }
    throw new IllegalArgumentException("no figure '" + name + "' in " + sections);
  }

  /**
   * A figure computed from the items' points alone, at any confidence: shares with Wilson's
   * interval, everything else resampled 1,000 times from seed 1.
   *
   * @param name as in {@link ItemScores#points()}
   * @throws IllegalArgumentException if no item counts for it
   */
  public Figure figureOfItems(String name, double confidence) {
    return PointFigure.of(
        items.stream().map(item -> item.points(name)).iterator(),
        name,
        new Resampling(1_000, 1, confidence));
  }

  /** This evaluation of other items, such as a slice's, without its sections. */
  public Evaluation with(List<ItemScores> items) {
    return new Evaluation(task, rows, Map.of(), items, confidence, notes);
  }

  /**
   * The examples that earned the smallest share of their points, worst first; among equals, those
   * with more to earn, then by id.
   *
   * @param figure its name, as in {@link ItemScores#points()}
   * @param count at most so many
   */
  public List<ItemScores> worst(String figure, int count) {
    Comparator<ItemScores> byPoints =
        Comparator.comparingDouble((ItemScores item) -> item.points(figure).score())
            .thenComparingDouble(item -> -item.points(figure).outOf())
            .thenComparing(ItemScores::id);
    PriorityQueue<ItemScores> worst = new PriorityQueue<>(byPoints.reversed());
    for (ItemScores item : items) {
      if (item.points(figure).counts()) {
        worst.add(item);
        if (worst.size() > count) {
          worst.remove();
        }
      }
    }
    return worst.stream().sorted(byPoints).toList();
  }

  /** Whether every gold row was evaluated, and every prediction could be read. */
  public boolean isComplete() {
    return rows.getOrDefault("gold", 0L).equals(rows.getOrDefault("evaluated", 0L))
        && rows.getOrDefault("unreadable", 0L) == 0;
  }

  /** As JSON, on several lines. */
  public String toJson() {
    ObjectNode json = JsonLines.MAPPER.createObjectNode();
    json.put("task", task);
    json.set("rows", JsonLines.MAPPER.valueToTree(rows));
    json.put("confidenceLevel", confidence);
    sections.forEach(
        (name, figures) -> {
          ObjectNode section = json.putObject(name);
          figures.forEach((figure, value) -> write(section.putObject(figure), value));
        });
    ArrayNode said = json.putArray("notes");
    notes.forEach(said::add);
    return json.toPrettyString();
  }

  private void write(ObjectNode json, Figure figure) {
    json.put("value", figure.value());
    json.put("n", figure.n());
    json.putArray("ci" + Math.round(confidence * 100))
        .add(figure.interval().low())
        .add(figure.interval().high());
    json.put("interval", figure.method());
  }
}
