package dev.ecomllm.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.DatasetFormatException;
import dev.ecomllm.eval.metric.AttributeScores.Outcome;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.ExtractItem.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Extracted attributes against gold rows. A gold row's attributes are those that it gives and those
 * that it lists as absent; where no row of a category lists any, all that the category's rows give.
 * What is predicted beyond them cannot be judged, and is counted as {@code unjudgedAttributes}.
 */
public final class ExtractEvaluation {

  private final Resampling resampling;

  private ExtractEvaluation(Resampling resampling) {
    this.resampling = resampling;
  }

  /** What a gold row says: right values by attribute, none where the value is absent. */
  private record Gold(String category, Map<String, List<String>> values, boolean listsAbsent) {}

  /**
   * Reads both files and compares them.
   *
   * @throws DatasetFormatException if a gold row cannot be read, or an id occurs twice
   */
  public static Evaluation of(Path gold, Path predictions, Resampling resampling)
      throws IOException {
    return new ExtractEvaluation(resampling)
        .evaluate(new GoldFile<>(gold, ExtractEvaluation::gold), predictions);
  }

  /**
   * Compares the answers to a dataset with what is right.
   *
   * @throws DatasetFormatException if an id occurs twice
   */
  public static Evaluation of(Dataset gold, Path predictions, Resampling resampling)
      throws IOException {
    return new ExtractEvaluation(resampling)
        .evaluate(new GoldFile<>(gold, ExtractEvaluation::gold), predictions);
  }

  private Evaluation evaluate(GoldFile<Gold, ExtractItem> file, Path predictions)
      throws IOException {
    Map<String, Set<String>> seen = seen(file.gold());
    Set<String> unusable = new HashSet<>();
    file.judge(
        predictions,
        (id, tags, right, row) -> {
          if (row == null) {
            unusable.add(id);
          }
          Map<String, List<String>> said = row == null ? Map.of() : values(row.path("attributes"));
          Set<String> asked = new LinkedHashSet<>(right.values().keySet());
          asked.addAll(seen.getOrDefault(right.category(), Set.of()));
          file.count(
              "unjudgedAttributes", said.keySet().stream().filter(n -> !asked.contains(n)).count());
          return item(id, tags, right, said, asked);
        });
    List<ExtractItem> items = file.items();
    Map<String, Map<String, Figure>> sections = new LinkedHashMap<>();
    if (!items.isEmpty()) {
      addFigures(items, sections);
      Evaluation.addValidOnly(
          sections,
          items,
          item -> !unusable.contains(item.id()),
          valid -> new ExtractFigures(valid, resampling, Pair::exact).main().build());
    }
    for (Outcome outcome : Outcome.values()) {
      long n =
          items.stream().flatMap(i -> i.pairs().stream()).filter(p -> p.exact() == outcome).count();
      file.count("attributes " + outcome.name().toLowerCase(Locale.ROOT), n);
    }
    return new Evaluation(
        "extract",
        file.rows(),
        sections,
        ItemScores.view(items, ExtractItem::scores),
        resampling.confidence(),
        List.of(
            "figures are of evaluated rows: failed and missing ones are counted apart, of invalid"
                + " answers every attribute is missed",
            Evaluation.VALID_ONLY,
            "figures, perAttribute, perCategory: values are equal if they are to the character;"
                + " where several are predicted, all have to be right",
            "figuresNormalized: case, spacing, units, numbers and names of colours, sizes,"
                + " materials, genders and ages may differ",
            "macro: over pairs of attribute and category"));
  }

  private void addFigures(List<ExtractItem> items, Map<String, Map<String, Figure>> sections) {
    ExtractFigures exact = new ExtractFigures(items, resampling, Pair::exact);
    sections.put(
        "figures",
        exact
            .main()
            .weightedMean(
                "tokenF1",
                item -> item.taking().count(),
                item -> item.taking().mapToDouble(Pair::tokenF1).sum())
            .build());
    sections.put(
        "figuresNormalized",
        new ExtractFigures(items, resampling, Pair::normalized).main().build());
    exact.perAttribute(sections);
    exact.perCategory(sections);
  }

  private static ExtractItem item(
      String id, Set<String> tags, Gold right, Map<String, List<String>> said, Set<String> asked) {
    List<Pair> pairs = new ArrayList<>(asked.size());
    Map<String, List<String>> judged = new LinkedHashMap<>();
    for (String name : asked) {
      List<String> predicted = said.getOrDefault(name, List.of());
      pairs.add(Pair.of(name, right.values().getOrDefault(name, List.of()), predicted));
      if (!predicted.isEmpty()) {
        judged.put(name, predicted);
      }
    }
    Map<String, List<String>> expected = new LinkedHashMap<>(right.values());
    expected.values().removeIf(List::isEmpty);
    return new ExtractItem(id, tags, right.category(), expected, judged, pairs);
  }

  /** The attributes of each category whose rows list no absent ones. */
  private static Map<String, Set<String>> seen(Iterable<Gold> rows) {
    Map<String, Set<String>> seen = new LinkedHashMap<>();
    Set<String> listing = new LinkedHashSet<>();
    for (Gold row : rows) {
      seen.computeIfAbsent(row.category(), key -> new LinkedHashSet<>())
          .addAll(row.values().keySet());
      if (row.listsAbsent()) {
        listing.add(row.category());
      }
    }
    seen.keySet().removeAll(listing);
    return seen;
  }

  private static Gold gold(ObjectNode row) {
    Map<String, List<String>> right = values(row.path("attributes"));
    values(row.path("alternatives"))
        .forEach(
            (name, others) -> {
              List<String> all = new ArrayList<>(right.getOrDefault(name, List.of()));
              others.stream().filter(other -> !all.contains(other)).forEach(all::add);
              right.put(name, all);
            });
    row.path("absent").forEach(name -> right.putIfAbsent(name.asText(), List.of()));
    return new Gold(row.path("category").asText(), right, !row.path("absent").isEmpty());
  }

  /** A value is a text, an object with "value", or an array of these. */
  private static Map<String, List<String>> values(JsonNode attributes) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
      List<String> several = new ArrayList<>();
      if (attribute.getValue().isArray()) {
        attribute.getValue().forEach(each -> add(several, each));
      } else {
        add(several, attribute.getValue());
      }
      if (!several.isEmpty()) {
        values.put(attribute.getKey(), several);
      }
    }
    return values;
  }

  private static void add(List<String> values, @Nullable JsonNode value) {
    if (value != null) {
      JsonNode text = value.isObject() ? value.path("value") : value;
      if (text.isValueNode() && !text.isNull() && !text.asText().isEmpty()) {
        values.add(text.asText());
      }
    }
  }
}
