package dev.ecomllm.eval.score;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Examples that are alike, counted together: a million rows are a few thousand kinds of right and
 * wrong, and figures and resamples then take no longer than those.
 *
 * @param <I> an example
 */
final class Alike<I> {

  /** Up to so many, each is kept for itself: resampling them one by one takes no time. */
  static final int FEW = 10_000;

  private final List<I> each;
  private final int[] counts;

  private Alike(List<I> each, int[] counts) {
    this.each = each;
    this.counts = counts;
  }

  static <I> Alike<I> of(List<I> examples) {
    if (examples.size() <= FEW) {
      int[] once = new int[examples.size()];
      Arrays.fill(once, 1);
      return new Alike<>(examples, once);
    }
    Map<I, Integer> counts = new LinkedHashMap<>();
    examples.forEach(example -> counts.merge(example, 1, Integer::sum));
    return new Alike<>(
        List.copyOf(counts.keySet()), counts.values().stream().mapToInt(n -> n).toArray());
  }

  /** One of every kind. */
  List<I> each() {
    return each;
  }

  /** How many there are of each. */
  int[] counts() {
    return counts;
  }

  /** How many there are in all. */
  long size() {
    return Arrays.stream(counts).asLongStream().sum();
  }
}
