package dev.ecomllm.eval.metric;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Intervals for a share: {@code successes} of {@code n}, with {@code n} at least 1. */
public final class Proportion {

  private Proportion() {}

  /**
   * Wilson's score interval without continuity correction (Wilson 1927).
   *
   * @param confidence such as 0.95
   */
  public static Interval wilson(long successes, long n, double confidence) {
    check(successes, n, confidence);
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
    double share = (double) successes / n;
    double square = z * z / n;
    double centre = (share + square / 2) / (1 + square);
    double half = z * Math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square);
    // The ends are exact where nothing, or everything, is a success.
    return new Interval(
        successes == 0 ? 0 : Math.max(0, centre - half),
        successes == n ? 1 : Math.min(1, centre + half));
  }

  /**
   * The exact interval (Clopper and Pearson 1934).
   *
   * @param confidence such as 0.95
   */
  public static Interval clopperPearson(long successes, long n, double confidence) {
    check(successes, n, confidence);
    double tail = (1 - confidence) / 2;
    double low = successes == 0 ? 0 : lowerTail((double) successes, n - successes + 1.0, tail);
    // Beta(a, b) mirrored is Beta(b, a), so the upper end is found with the same lower tail.
    double high =
        successes == n ? 1 : 1 - lowerTail((double) (n - successes), successes + 1.0, tail);
    return new Interval(low, high);
  }

  /** Where a beta distribution has this much below; by halving, to the last bit. */
  private static double lowerTail(double alpha, double beta, double tail) {
    BetaDistribution distribution = BetaDistribution.of(alpha, beta);
    double low = 0;
    double high = 1;
    for (double middle = 0.5; low < middle && middle < high; middle = (low + high) / 2) {
      if (distribution.cumulativeProbability(middle) < tail) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static void check(long successes, long n, double confidence) {
    if (n < 1 || successes < 0 || successes > n || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "no share: " + successes + " of " + n + " at confidence " + confidence);
    }
  }
}
