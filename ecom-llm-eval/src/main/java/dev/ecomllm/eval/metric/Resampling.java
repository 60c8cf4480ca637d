package dev.ecomllm.eval.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Percentile intervals by resampling whole examples with replacement (Efron 1979), for statistics
 * that have no interval of their own. Seeded: the same input gives the same interval, however many
 * threads run. Memory is one count for each example and thread.
 *
 * @param resamples how often
 * @param seed where the random numbers start
 * @param confidence such as 0.95
 */
public record Resampling(int resamples, long seed, double confidence) {

  /** 1,000 resamples, 95% intervals. */
  public static final Resampling DEFAULT = new Resampling(1_000, 1, 0.95);

  /** Checks. */
  public Resampling {
    if (resamples < 1 || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "no resampling: " + resamples + " times, confidence " + confidence);
    }
  }

  /**
   * The intervals of several statistics from the same resamples.
   *
   * @param n how many examples
   * @param statistics from how often each example was drawn to the statistics' values; NaN where
   *     one is undefined, and such a resample does not count for it. Called on several threads
   * @return one for each statistic, in order
   */
  public Interval[] intervals(int n, Function<int[], double[]> statistics) {
    return resampled(statistics, random -> weights(n, random));
  }

  /**
   * The same, of examples that are counted in cells because many are alike: time and memory grow
   * with the cells, not with the examples.
   *
   * @param counts how many examples there are in each cell
   * @param statistics as above, from how many of each cell were drawn
   */
  public Interval[] intervals(int[] counts, Function<int[], double[]> statistics) {
    long n = Arrays.stream(counts).asLongStream().sum();
    return n == counts.length && Arrays.stream(counts).allMatch(count -> count == 1)
        ? intervals(counts.length, statistics)
        : resampled(statistics, random -> weights(counts, Math.toIntExact(n), random));
  }

  private Interval[] resampled(
      Function<int[], double[]> statistics, Function<SplittableRandom, int[]> weights) {
    // Drawn, not counted up: SplittableRandom streams of evenly spaced seeds overlap.
    long[] seeds = new SplittableRandom(seed).longs(resamples).toArray();
    double[][] drawn =
        IntStream.range(0, resamples)
            .parallel()
            .mapToObj(
                resample -> statistics.apply(weights.apply(new SplittableRandom(seeds[resample]))))
            .toArray(double[][]::new);
    Interval[] intervals = new Interval[drawn[0].length];
    for (int s = 0; s < intervals.length; s++) {
      int statistic = s;
      double[] sorted =
          Arrays.stream(drawn)
              .mapToDouble(values -> values[statistic])
              .filter(value -> !Double.isNaN(value))
              .sorted()
              .toArray();
      double tail = (1 - confidence) / 2;
      intervals[s] =
          sorted.length == 0
              ? new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
              : new Interval(Quantile.of(sorted, tail), Quantile.of(sorted, 1 - tail));
    }
    return intervals;
  }

  private static int[] weights(int n, SplittableRandom random) {
    int[] weights = new int[n];
    for (int i = 0; i < n; i++) {
      weights[random.nextInt(n)]++;
    }
    return weights;
  }

  /** A multinomial draw, cell by cell: of what is left, this cell's share of what is left. */
  private static int[] weights(int[] counts, int n, SplittableRandom random) {
    int[] weights = new int[counts.length];
    int left = n;
    int among = n;
    for (int cell = 0; cell < counts.length && left > 0; cell++) {
      weights[cell] = Binomial.draw(random, left, (double) counts[cell] / among);
      left -= weights[cell];
      among -= counts[cell];
    }
    return weights;
  }
}
