package dev.ecomllm.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What has no fixed reference vector: corrections, seeded draws and resampled intervals. */
class SignificanceTest {

  @Test
  void holmAsInTheTextbook() {
    assertThat(Holm.adjust(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    assertThat(Holm.adjust(0.9, 0.8)).containsExactly(1, 1);
    assertThat(Holm.adjust()).isEmpty();
  }

  @Test
  void randomSignsComeNearTheExactShare() {
    double[] differences = new double[20];
    Arrays.setAll(differences, i -> i < 14 ? 1 : -1);
    double exact = PairedDifference.signFlip(differences, 1);
    // One example that never matters doubles the patterns and changes no share.
    double drawn = PairedDifference.signFlip(Arrays.copyOf(differences, 21), 1);

    assertThat(exact).isCloseTo(2 * 60_460 / 1_048_576.0, within(1e-12));
    assertThat(drawn).isCloseTo(exact, within(0.01)).isNotEqualTo(exact);
    assertThat(PairedDifference.signFlip(Arrays.copyOf(differences, 21), 1)).isEqualTo(drawn);
  }

  @Test
  void noDifferenceIsNoEvidence() {
    PairedDifference same =
        PairedDifference.of(
            new double[] {1, 0}, new double[] {1, 0}, Bootstrap.resamples(2, 50, 3), 1);

    assertThat(same).isEqualTo(new PairedDifference(0, 1, new Interval(0, 0)));
  }

  @Test
  void resampledIntervalOfAShareIsNearWilson() {
    int n = 400;
    Resampling resampling = new Resampling(2_000, 5, 0.95);
    Interval interval =
        resampling
            .intervals(
                n,
                weights -> {
                  assertThat(Arrays.stream(weights).sum()).isEqualTo(n);
                  return new double[] {Arrays.stream(weights, 0, 100).sum() / (double) n};
                })[0];
    Interval wilson = Proportion.wilson(100, n, 0.95);

    assertThat(interval.low()).isCloseTo(wilson.low(), within(0.01));
    assertThat(interval.high()).isCloseTo(wilson.high(), within(0.01));
  }

  @Test
  void coverageTakesTheLowestThresholdThatIsPreciseEnough() {
    double[] confidence = {0.9, 0.8, 0.8, 0.5, 0.4, Double.NaN};
    boolean[] correct = {true, true, false, true, true, true};
    CoverageAtPrecision coverage = new CoverageAtPrecision(confidence, correct);

    assertThat(coverage.at(0.8)).isEqualTo(5 / 6.0);
    assertThat(coverage.at(0.95)).isEqualTo(1 / 6.0);
    assertThat(coverage.at(0.95, new int[] {0, 1, 1, 1, 1, 0})).isZero();
    assertThat(coverage.at(0.95, new int[] {2, 0, 0, 1, 0, 1})).isEqualTo(0.75);
  }

  @Test
  void precisionAtACoverageKeepsTiesTogether() {
    double[] confidence = {0.4, 0.9, 0.8, 0.8, 0.5, Double.NaN};
    boolean[] correct = {true, true, true, false, true, true};
    CoverageAtPrecision coverage = new CoverageAtPrecision(confidence, correct);
    int[] once = {1, 1, 1, 1, 1, 1};

    assertThat(coverage.precisionAt(1 / 6.0, once)).isEqualTo(1);
    assertThat(coverage.precisionAt(0.2, once)).isEqualTo(2 / 3.0);
    assertThat(coverage.precisionAt(0.5, once)).isEqualTo(2 / 3.0);
    assertThat(coverage.precisionAt(4 / 6.0, once)).isEqualTo(0.75);
    assertThat(coverage.precisionAt(5 / 6.0, once)).isEqualTo(0.8);
    assertThat(coverage.precisionAt(0.9, once)).isNaN();
    assertThat(coverage.precisionAt(0.5, new int[] {0, 0, 1, 3, 0, 2})).isEqualTo(0.25);
    assertThat(coverage.precisionAt(0, new int[] {0, 0, 0, 1, 1, 0})).isZero();
    assertThat(coverage.precisionAt(0, new int[6])).isNaN();
    assertThat(
            new CoverageAtPrecision(new double[] {0.5}, new boolean[] {true})
                .precisionAt(1, new int[] {1}))
        .isEqualTo(1);
  }

  @Test
  void ofEquallyGoodReferencesTheFirstCounts() {
    Scores shorter = new Scores(0.5, 1, 2 / 3.0);

    assertThat(Rouge.ofBest(List.of("a", "a b c d"), "a b").rouge1()).isEqualTo(shorter);
    assertThat(Rouge.ofBest(List.of("a b c d", "a"), "a b").rouge1())
        .isEqualTo(new Scores(1, 0.5, 2 / 3.0));
  }

  @Test
  void bestReferenceCounts() {
    Rouge rouge = Rouge.ofBest(List.of("a b", "red shoe"), "red shoe");

    assertThat(rouge.rouge2()).isEqualTo(new Scores(1, 1, 1));
  }

  @Test
  void labelsAreComparedAsTheUnionOfTheirPaths() {
    var truth = List.of(List.of("A", "B"), List.of("A", "C"));
    var prediction = List.of(List.of("C"), List.of("A", "C"));

    assertThat(Hierarchical.Counts.ofSeveral(truth, prediction))
        .isEqualTo(new Hierarchical.Counts(2, 3, 3));
  }

  @Test
  void wrongUseIsTold() {
    assertThatThrownBy(() -> Proportion.wilson(3, 2, 0.95)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> CalibrationError.bin(1.5, 10)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> McNemar.of(-1, 2)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new Resampling(0, 1, 0.95)).hasMessageContaining("0 times");
    assertThatThrownBy(
            () -> Bootstrap.of(new double[0], Bootstrap.Statistic.MEAN, new int[1][0], 0.95))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TopK.of(List.of("a"), List.of())).hasMessageContaining("1 and 0");
  }
}
