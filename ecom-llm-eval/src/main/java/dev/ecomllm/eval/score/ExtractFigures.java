package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.AttributeScores.Outcome;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.metric.Scores;
import dev.ecomllm.eval.score.AttributeCounts.Counts;
import dev.ecomllm.eval.score.ExtractItem.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The figures of extracted attributes, by equal text or by equal meaning. */
final class ExtractFigures {

  private final List<ExtractItem> items;
  private final Resampling resampling;
  private final Function<Pair, Outcome> outcome;

  ExtractFigures(List<ExtractItem> items, Resampling resampling, Function<Pair, Outcome> outcome) {
    this.items = items;
    this.resampling = resampling;
    this.outcome = outcome;
  }

  /** Of all attributes together. */
  Figures<ExtractItem> main() {
    AttributeCounts counts = counts((item, pair) -> List.of(pair.attribute(), item.category()));
    return new Figures<>(items, resampling)
        .resampled(
            List.of(
                "f1Micro",
                "precisionMicro",
                "recallMicro",
                "f1Macro",
                "precisionMacro",
                "recallMacro"),
            items.size(),
            weights -> microAndMacro(counts.count(weights)))
        .share("exactProduct", item -> item.isRight(outcome));
  }

  private static double[] microAndMacro(List<Counts> groups) {
    long right = 0;
    long predicted = 0;
    long truth = 0;
    List<Scores> each = new ArrayList<>();
    for (Counts group : groups) {
      right += group.right();
      predicted += group.predicted();
      truth += group.truth();
      if (group.any() > 0) {
        each.add(group.scores());
      }
    }
    Scores micro = new Counts(right, predicted, truth, 0).scores();
    Scores macro = Scores.mean(each);
    return new double[] {
      micro.f1(), micro.precision(), micro.recall(), macro.f1(), macro.precision(), macro.recall()
    };
  }

  /** Each attribute by itself, whatever the category. */
  void perAttribute(Map<String, Map<String, Figure>> sections) {
    AttributeCounts counts = counts((item, pair) -> pair.attribute());
    sections.put("perAttributeF1", each(counts, Counts::any, Scores::f1));
    sections.put("perAttributePrecision", each(counts, Counts::predicted, Scores::precision));
    sections.put("perAttributeRecall", each(counts, Counts::truth, Scores::recall));
  }

  /** All attributes of each category. */
  void perCategory(Map<String, Map<String, Figure>> sections) {
    AttributeCounts counts = counts((item, pair) -> item.category());
    sections.put("perCategoryF1", each(counts, Counts::any, Scores::f1));
  }

  private AttributeCounts counts(BiFunction<ExtractItem, Pair, Object> group) {
    return new AttributeCounts(items, group, outcome);
  }

  /** A figure for each group. */
  private Map<String, Figure> each(
      AttributeCounts counts, ToLongFunction<Counts> n, ToDoubleFunction<Scores> part) {
    List<Counts> all = counts.count();
    return new Figures<>(items, resampling)
        .resampled(
            counts.names(),
            place -> n.applyAsLong(all.get(place)),
            weights ->
                counts.count(weights).stream()
                    .mapToDouble(
                        group ->
                            n.applyAsLong(group) == 0
                                ? Double.NaN
                                : part.applyAsDouble(group.scores()))
                    .toArray())
        .build();
  }
}
