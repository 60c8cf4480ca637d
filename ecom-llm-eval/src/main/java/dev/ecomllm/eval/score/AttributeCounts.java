package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.AttributeScores.Outcome;
import dev.ecomllm.eval.metric.Scores;
import dev.ecomllm.eval.score.ExtractItem.Pair;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The outcomes of products' attributes in groups, ready to be counted with weights. */
final class AttributeCounts {

  private static final int RIGHT = 1;
  private static final int PREDICTED = 2;
  private static final int TRUE = 4;
  private static final int KINDS = 8;

  private final Map<Object, Integer> groups = new LinkedHashMap<>();

  /** Of each product and attribute: the group, then what the outcome counts for. */
  private final int[][] cells;

  AttributeCounts(
      List<ExtractItem> items,
      BiFunction<ExtractItem, Pair, Object> group,
      Function<Pair, Outcome> outcome) {
    cells = new int[items.size()][];
    for (int i = 0; i < cells.length; i++) {
      ExtractItem item = items.get(i);
      List<Pair> pairs = item.pairs();
      cells[i] = new int[pairs.size()];
      for (int p = 0; p < cells[i].length; p++) {
        Pair pair = pairs.get(p);
        int place = groups.computeIfAbsent(group.apply(item, pair), key -> groups.size());
        cells[i][p] = place * KINDS + kind(outcome.apply(pair));
      }
    }
  }

  private static int kind(Outcome outcome) {
    return (outcome == Outcome.VC ? RIGHT : 0)
        + (outcome.isPredicted() ? PREDICTED : 0)
        + (outcome.isTrue() ? TRUE : 0);
  }

  /** How often each outcome occurred that counts for something. */
  record Counts(long right, long predicted, long truth, long any) {

    Scores scores() {
      return Scores.ofCounts((double) right, (double) predicted, (double) truth);
    }
  }

  List<String> names() {
    return groups.keySet().stream().map(Object::toString).toList();
  }

  /** By group, each product once. */
  List<Counts> count() {
    int[] once = new int[cells.length];
    Arrays.fill(once, 1);
    return count(once);
  }

  /** By group. */
  List<Counts> count(int[] weights) {
    long[] counts = new long[groups.size() * KINDS];
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        for (int cell : cells[i]) {
          counts[cell] += weights[i];
        }
      }
    }
    Counts[] all = new Counts[groups.size()];
    for (int g = 0; g < all.length; g++) {
      int from = g * KINDS;
      all[g] =
          new Counts(
              sum(counts, from, RIGHT),
              sum(counts, from, PREDICTED),
              sum(counts, from, TRUE),
              sum(counts, from, PREDICTED | TRUE));
    }
    return List.of(all);
  }

  private static long sum(long[] counts, int from, int kinds) {
    long sum = 0;
    for (int kind = 0; kind < KINDS; kind++) {
      sum += (kind & kinds) != 0 ? counts[from + kind] : 0;
    }
    return sum;
  }
}
