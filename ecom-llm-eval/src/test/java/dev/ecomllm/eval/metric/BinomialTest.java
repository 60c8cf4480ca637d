package dev.ecomllm.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {

  /** Chi-squared over all values of which at least ten are expected. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.3",
    "5, 0.01",
    "40, 0.2",
    "40, 0.5",
    "40, 0.9",
    "300, 0.04",
    "300, 0.5",
    "100000, 0.0003",
    "20, 0.49",
    "21, 0.5",
  })
  void drawsFromTheDistribution(int n, double p) {
    SplittableRandom random = new SplittableRandom(n);
    int draws = 400_000;
    int[] seen = new int[n + 1];
    for (int i = 0; i < draws; i++) {
      seen[Binomial.draw(random, n, p)]++;
    }
    BinomialDistribution distribution = BinomialDistribution.of(n, p);
    double statistic = 0;
    int degrees = -1;
    double restExpected = draws;
    double restSeen = draws;
    for (int k = 0; k <= n; k++) {
      double expected = draws * distribution.probability(k);
      if (expected >= 10) {
        statistic += (seen[k] - expected) * (seen[k] - expected) / expected;
        restExpected -= expected;
        restSeen -= seen[k];
        degrees++;
      }
    }
    if (restExpected > 1) {
      statistic += (restSeen - restExpected) * (restSeen - restExpected) / restExpected;
      degrees++;
    }
    double tail = ChiSquaredDistribution.of(Math.max(1, degrees)).survivalProbability(statistic);
    assertThat(tail).isGreaterThan(1e-4);
  }

  @Test
  void stirlingsTailIsWhatTheApproximationLacks() {
    double factorial = 0;
    for (int k = 0; k <= 200; k++) {
      factorial += k == 0 ? 0 : Math.log(k);
      double next = k + 1;
      double stirling = (k + 0.5) * Math.log(next) - next + 0.5 * Math.log(2 * Math.PI);
      assertThat(Binomial.tail(k)).as("k = %d", k).isCloseTo(factorial - stirling, within(1e-9));
    }
  }

  @Test
  void millionsAreDrawnAroundTheMean() {
    SplittableRandom random = new SplittableRandom(1);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 20_000; i++) {
      double excess = Binomial.draw(random, 1_000_000, 0.7) - 700_000;
      sum += excess;
      squares += excess * excess;
    }
    assertThat(sum / 20_000).isCloseTo(0, within(12.0));
    assertThat(squares / 20_000).isCloseTo(210_000, within(8_000.0));
  }

  @Test
  void nothingAndEverything() {
    SplittableRandom random = new SplittableRandom(1);
    assertThat(Binomial.draw(random, 0, 0.5)).isZero();
    assertThat(Binomial.draw(random, 9, 0)).isZero();
    assertThat(Binomial.draw(random, 9, 1)).isEqualTo(9);
  }

  /**
   * The same examples, once one by one and once in cells, give the same interval but for chance.
   */
  @Test
  void cellsAreResampledLikeTheirExamples() {
    double[] values = {0, 0.5, 1};
    int[] counts = {500, 300, 200};
    Resampling resampling = new Resampling(20_000, 1, 0.95);
    Interval cells =
        resampling
            .intervals(counts, weights -> new double[] {(0.5 * weights[1] + weights[2]) / 1_000.0})[
            0];
    Interval single =
        resampling
            .intervals(
                1_000,
                weights -> {
                  double sum = 0;
                  for (int i = 0; i < 1_000; i++) {
                    sum += weights[i] * values[i < 500 ? 0 : i < 800 ? 1 : 2];
                  }
                  return new double[] {sum / 1_000};
                })[0];

    assertThat(cells.low()).isCloseTo(single.low(), within(0.0015));
    assertThat(cells.high()).isCloseTo(single.high(), within(0.0015));
  }
}
