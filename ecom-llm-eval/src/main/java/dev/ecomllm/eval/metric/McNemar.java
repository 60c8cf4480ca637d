package dev.ecomllm.eval.metric;

import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * McNemar's test of two models on the same examples (McNemar 1947): only examples that one of them
 * got right count.
 *
 * @param onlyA examples that only the first got right
 * @param onlyB examples that only the second got right
 * @param exactP two-sided p by the binomial distribution; 1 if the two never differ
 * @param corrected chi-squared with continuity correction (Edwards 1948); empty if they never
 *     differ
 */
public record McNemar(int onlyA, int onlyB, double exactP, Optional<ChiSquared> corrected) {

  /**
   * A chi-squared test of one degree of freedom.
   *
   * @param statistic its statistic
   * @param p its p
   */
  public record ChiSquared(double statistic, double p) {}

  /** Tests. */
  public static McNemar of(int onlyA, int onlyB) {
    int n = onlyA + onlyB;
    if (onlyA < 0 || onlyB < 0) {
      throw new IllegalArgumentException("no counts: " + onlyA + " and " + onlyB);
    }
    if (n == 0) {
      return new McNemar(0, 0, 1, Optional.empty());
    }
    // Twice the tail: the library's own two-sided test is wrong for some tables.
    double tail = BinomialDistribution.of(n, 0.5).cumulativeProbability(Math.min(onlyA, onlyB));
    double excess = Math.abs(onlyA - onlyB) - 1.0;
    double statistic = excess * excess / n;
    return new McNemar(
        onlyA,
        onlyB,
        Math.min(1, 2 * tail),
        Optional.of(
            new ChiSquared(
                statistic, ChiSquaredDistribution.of(1).survivalProbability(statistic))));
  }
}
