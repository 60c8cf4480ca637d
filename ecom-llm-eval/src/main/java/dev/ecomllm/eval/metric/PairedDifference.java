package dev.ecomllm.eval.metric;

import java.util.SplittableRandom;

/**
 * Two models' scores on the same examples: the mean difference, its percentile bootstrap interval,
 * and a sign-flip test (Fisher 1935: if the models are alike, each difference could as well have
 * had the other sign).
 *
 * @param mean the mean of A minus B
 * @param signFlipP two-sided p: the share of sign patterns with a mean at least as far from 0
 * @param interval where the mean lies, at 95%
 */
public record PairedDifference(double mean, double signFlipP, Interval interval) {

  /** Up to this many examples every sign pattern is tried; above, {@value #DRAWS} random ones. */
  static final int EXHAUSTIVE = 20;

  static final int DRAWS = 10_000;

  /**
   * Compares.
   *
   * @param a at least one score
   * @param b as many
   * @param places bootstrap resamples, at least one
   * @param seed of the random signs, where there are too many patterns to try
   */
  public static PairedDifference of(double[] a, double[] b, int[][] places, long seed) {
    Pairs.check(a.length, b.length);
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
    }
    Bootstrap bootstrap = Bootstrap.of(differences, Bootstrap.Statistic.MEAN, places, 0.95);
    return new PairedDifference(
        bootstrap.estimate(), signFlip(differences, seed), bootstrap.percentile());
  }

  static double signFlip(double[] differences, long seed) {
    double observed = 0;
    double scale = 0;
    for (double difference : differences) {
      observed += difference;
      scale += Math.abs(difference);
    }
    // Sums that are equal but for rounding count as equal.
    double least = Math.abs(observed) - 1e-12 * scale;
    if (differences.length <= EXHAUSTIVE) {
      return (double) patterns(differences, 0, 0, least) / (1L << differences.length);
    }
    SplittableRandom random = new SplittableRandom(seed);
    int hits = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      for (double difference : differences) {
        sum += random.nextBoolean() ? difference : -difference;
      }
      hits += Math.abs(sum) >= least ? 1 : 0;
    }
    return (1.0 + hits) / (1.0 + DRAWS);
  }

  private static long patterns(double[] differences, int at, double sum, double least) {
    if (at == differences.length) {
      return Math.abs(sum) >= least ? 1 : 0;
    }
    return patterns(differences, at + 1, sum + differences[at], least)
        + patterns(differences, at + 1, sum - differences[at], least);
  }
}
