package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.Resampling;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Collects the figures of one section. A figure of no examples is left out: there is nothing to
 * say.
 *
 * @param <I> an example
 */
final class Figures<I> {

  private final List<I> items;
  private final int[] alike;
  private final Resampling resampling;
  private final Map<String, Figure> figures = new LinkedHashMap<>();

  /** Of examples that are each looked at. */
  Figures(List<I> items, Resampling resampling) {
    this(items, once(items.size()), resampling);
  }

  /** Of examples that are alike. */
  Figures(Alike<I> examples, Resampling resampling) {
    this(examples.each(), examples.counts(), resampling);
  }

  private Figures(List<I> items, int[] alike, Resampling resampling) {
    this.items = items;
    this.alike = alike;
    this.resampling = resampling;
  }

  private static int[] once(int size) {
    int[] once = new int[size];
    Arrays.fill(once, 1);
    return once;
  }

  /** How many examples there are of a kind. */
  long count(Predicate<I> among) {
    long n = 0;
    for (int i = 0; i < alike.length; i++) {
      n += among.test(items.get(i)) ? alike[i] : 0;
    }
    return n;
  }

  /** The share of all examples for which something holds. */
  Figures<I> share(String name, Predicate<I> holds) {
    return share(name, item -> true, holds);
  }

  /** The share of some examples for which something holds. */
  Figures<I> share(String name, Predicate<I> among, Predicate<I> holds) {
    long n = count(among);
    if (n > 0) {
      long successes = count(among.and(holds));
      figures.put(name, Figure.share(successes, n, resampling.confidence()));
    }
    return this;
  }

  /** The mean of a number over some examples. */
  Figures<I> mean(String name, Predicate<I> among, ToDoubleFunction<I> value) {
    return weightedMean(
        name,
        item -> among.test(item) ? 1 : 0,
        item -> among.test(item) ? value.applyAsDouble(item) : 0);
  }

  /**
   * A mean over parts of examples, where one has none, one or several parts.
   *
   * @param count how many parts an example has; n is their sum
   * @param sum of the example's parts
   */
  Figures<I> weightedMean(String name, ToLongFunction<I> count, ToDoubleFunction<I> sum) {
    long[] counts = items.stream().mapToLong(count).toArray();
    double[] sums = items.stream().mapToDouble(sum).toArray();
    return resampled(
        List.of(name),
        IntStream.range(0, alike.length).mapToLong(i -> alike[i] * counts[i]).sum(),
        weights -> {
          double all = 0;
          double n = 0;
          for (int i = 0; i < weights.length; i++) {
            all += weights[i] * sums[i];
            n += (double) weights[i] * counts[i];
          }
          return new double[] {all / n};
        });
  }

  /**
   * Statistics that are resampled together.
   *
   * @param n how many examples they are of
   * @param statistics from how often each example counts to their values; NaN leaves one out
   */
  Figures<I> resampled(List<String> names, long n, Function<int[], double[]> statistics) {
    return n > 0 ? resampled(names, place -> n, statistics) : this;
  }

  /**
   * Statistics that are resampled together.
   *
   * @param n how many examples the statistic at a place is of
   */
  Figures<I> resampled(
      List<String> names, IntToLongFunction n, Function<int[], double[]> statistics) {
    return resampled(names, n, statistics.apply(alike), resampling.intervals(alike, statistics));
  }

  /** Statistics that were resampled elsewhere. */
  Figures<I> resampled(List<String> names, long n, double[] values, Interval[] intervals) {
    return resampled(names, place -> n, values, intervals);
  }

  private Figures<I> resampled(
      List<String> names, IntToLongFunction n, double[] values, Interval[] intervals) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        figures.put(names.get(i), Figure.resampled(values[i], n.applyAsLong(i), intervals[i]));
      }
    }
    return this;
  }

  Map<String, Figure> build() {
    return figures;
  }
}
