package dev.ecomllm.eval.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Bootstrap intervals of one statistic of one sample (Efron and Tibshirani 1993), with given or
 * seeded resamples.
 *
 * @param estimate the statistic of the sample itself
 * @param percentile the quantiles of the resampled statistics
 * @param basic twice the estimate minus those
 * @param bca bias-corrected and accelerated (Efron 1987); empty where it is undefined, as when all
 *     resampled statistics lie on one side of the estimate, or no example matters
 */
public record Bootstrap(
    double estimate, Interval percentile, Interval basic, Optional<Interval> bca) {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** A statistic of a sample. */
  public enum Statistic implements ToDoubleFunction<double[]> {
    /** The arithmetic mean. */
    MEAN,
    /** The middle one, or the mean of the middle two. */
    MEDIAN;

    @Override
    public double applyAsDouble(double[] sample) {
      if (this == MEAN) {
        return Sum.of(sample) / sample.length;
      }
      double[] sorted = sample.clone();
      Arrays.sort(sorted);
      int half = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
  }

  /** Places of a sample of n, drawn with replacement; the same seed draws the same. */
  public static int[][] resamples(int n, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] places = new int[count][n];
    for (int[] resample : places) {
      Arrays.setAll(resample, i -> random.nextInt(n));
    }
    return places;
  }

  /**
   * The intervals.
   *
   * @param sample at least one number
   * @param places for each resample, which of the sample it holds; at least one resample
   * @param confidence such as 0.95
   */
  public static Bootstrap of(
      double[] sample, ToDoubleFunction<double[]> statistic, int[][] places, double confidence) {
    if (sample.length == 0 || places.length == 0 || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("a bootstrap needs a sample, resamples and a confidence");
    }
    double estimate = statistic.applyAsDouble(sample);
    double[] drawn = new double[places.length];
    for (int r = 0; r < drawn.length; r++) {
      int[] resample = places[r];
      double[] values = new double[resample.length];
      Arrays.setAll(values, i -> sample[resample[i]]);
      drawn[r] = statistic.applyAsDouble(values);
    }
    Arrays.sort(drawn);
    double tail = (1 - confidence) / 2;
    Interval percentile = new Interval(Quantile.of(drawn, tail), Quantile.of(drawn, 1 - tail));
    return new Bootstrap(
        estimate,
        percentile,
        new Interval(2 * estimate - percentile.high(), 2 * estimate - percentile.low()),
        bca(sample, statistic, drawn, estimate, tail));
  }

  private static Optional<Interval> bca(
      double[] sample,
      ToDoubleFunction<double[]> statistic,
      double[] drawn,
      double estimate,
      double tail) {
    int sides = 0;
    for (double value : drawn) {
      sides += (value < estimate ? 1 : 0) + (value <= estimate ? 1 : 0);
    }
    double share = sides / (2.0 * drawn.length);
    double acceleration = acceleration(sample, statistic);
    if (share <= 0 || share >= 1 || Double.isNaN(acceleration)) {
      return Optional.empty();
    }
    double bias = NORMAL.inverseCumulativeProbability(share);
    double z = NORMAL.inverseCumulativeProbability(tail);
    double low = at(bias, acceleration, z);
    double high = at(bias, acceleration, -z);
    if (Double.isNaN(low) || Double.isNaN(high)) {
      return Optional.empty();
    }
    return Optional.of(new Interval(Quantile.of(drawn, low), Quantile.of(drawn, high)));
  }

  private static double at(double bias, double acceleration, double z) {
    double sum = bias + z;
    return NORMAL.cumulativeProbability(bias + sum / (1 - acceleration * sum));
  }

  /** From leaving out one example at a time; NaN where that changes nothing. */
  private static double acceleration(double[] sample, ToDoubleFunction<double[]> statistic) {
    int n = sample.length;
    if (n < 2) {
      return Double.NaN;
    }
    double[] without = new double[n];
    for (int i = 0; i < n; i++) {
      double[] rest = new double[n - 1];
      System.arraycopy(sample, 0, rest, 0, i);
      System.arraycopy(sample, i + 1, rest, i, n - 1 - i);
      without[i] = statistic.applyAsDouble(rest);
    }
    double mean = Sum.of(without) / n;
    double squares = 0;
    double cubes = 0;
    for (double value : without) {
      double influence = (n - 1) * (mean - value);
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
    double size = n;
    return cubes / (size * size * size) / Math.pow(squares / (size * size), 1.5) / 6;
  }
}
