package dev.ecomllm.eval.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.qa.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts of a stretch of production, such as a day: how answers were distributed, not what they
 * were. A few hundred numbers, however many answers. Thread-safe.
 *
 * <p>Each signal is a count for each of its values: {@code category} (top-level categories), {@code
 * confidence} (tenths), {@code abstention} (whether the answer was a REVIEW, or not known), {@code
 * unknownAttribute} (whether an attribute was one that the shop's schema does not have), {@code
 * latency} (powers of two of milliseconds).
 */
public final class Window {

  /** The signals. */
  public enum Signal {
    /** The mix of top-level categories. */
    CATEGORY("category"),
    /** How sure answers are, in tenths; {@code unknown} where nothing is known. */
    CONFIDENCE("confidence"),
    /** How many answers were none. */
    ABSTENTION("abstention"),
    /** How many attributes the schema does not have. */
    UNKNOWN_ATTRIBUTE("unknownAttribute"),
    /** How long answers took. */
    LATENCY("latency");

    private final String label;

    Signal(String label) {
      this.label = label;
    }

    /** As in tags of gauges and in JSON. */
    public String label() {
      return label;
    }
  }

  private final Map<Signal, Map<String, Long>> counts = new TreeMap<>();

  /** An empty window. */
  public Window() {
    Arrays.stream(Signal.values()).forEach(signal -> counts.put(signal, new TreeMap<>()));
  }

  /** Counts a classification: category, confidence and abstention. */
  public synchronized Window add(Classification answer) {
    add(Signal.CATEGORY, answer.category().path().names().get(0));
    addConfidence(answer.confidence().orElse(Double.NaN));
    return add(Signal.ABSTENTION, String.valueOf(answer.decision() == Decision.REVIEW));
  }

  /**
   * Counts extracted attributes: known or not.
   *
   * @param known the names that the shop's schema has
   */
  public synchronized Window add(ExtractedAttributes answer, Set<String> known) {
    answer
        .attributes()
        .forEach(
            each -> add(Signal.UNKNOWN_ATTRIBUTE, String.valueOf(!known.contains(each.name()))));
    return add(Signal.ABSTENTION, String.valueOf(answer.attributes().isEmpty()));
  }

  /** Counts an answer: confidence and abstention. */
  public synchronized Window add(Answer answer) {
    addConfidence(answer.confidence().orElse(Double.NaN));
    return add(Signal.ABSTENTION, String.valueOf(answer instanceof Answer.Unknown));
  }

  /** Counts how long an answer took. */
  public synchronized Window add(Duration latency) {
    long millis = Math.max(1, latency.toMillis());
    return add(
        Signal.LATENCY,
        String.format(Locale.ROOT, "%08d", Long.highestOneBit(Math.min(millis, 1L << 26))));
  }

  /** Counts a value of a signal, for a shop's own answers. */
  public synchronized Window add(Signal signal, String value) {
    counts(signal).merge(value, 1L, Long::sum);
    return this;
  }

  /** Writes the counts as JSON, to be the reference of later windows. */
  public void write(Path file) throws IOException {
    ObjectNode json = JsonLines.MAPPER.createObjectNode();
    for (Signal signal : Signal.values()) {
      ObjectNode values = json.putObject(signal.label());
      of(signal).forEach(values::put);
    }
    Files.writeString(file, json.toPrettyString() + "\n");
  }

  /**
   * Reads what {@link #write(Path)} wrote.
   *
   * @throws IllegalArgumentException if it is no window
   */
  public static Window read(Path file) throws IOException {
    JsonNode json = JsonLines.MAPPER.readTree(Files.readString(file));
    Window window = new Window();
    for (Signal signal : Signal.values()) {
      for (Map.Entry<String, JsonNode> value : json.path(signal.label()).properties()) {
        if (!value.getValue().isIntegralNumber()) {
          throw new IllegalArgumentException(file.getFileName() + " is no window");
        }
        window.counts(signal).put(value.getKey(), value.getValue().asLong());
      }
    }
    return window;
  }

  private void addConfidence(double confidence) {
    add(
        Signal.CONFIDENCE,
        Double.isNaN(confidence)
            ? "unknown"
            : String.valueOf(Math.min(9, (int) (confidence * 10)) / 10.0));
  }

  private Map<String, Long> counts(Signal signal) {
    return counts.computeIfAbsent(signal, each -> new TreeMap<>());
  }

  /** A copy of a signal's counts, by value. */
  public synchronized Map<String, Long> of(Signal signal) {
    return Collections.unmodifiableMap(new TreeMap<>(counts(signal)));
  }
}
