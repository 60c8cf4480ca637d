package dev.ecomllm.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.calibration.Calibration.Isotonic;
import dev.ecomllm.calibration.Calibration.Temperature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

  @Test
  void theIdentityTakesProbabilitiesOnly() {
    assertThat(Calibration.identity().probability(0.3)).isEqualTo(0.3);
    assertThatIllegalArgumentException().isThrownBy(() -> Calibration.identity().probability(1.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Calibration.identity().probability(Double.NaN));
  }

  @Test
  void aTemperatureDividesTheLogOdds() {
    // odds 9:1, square root 3:1
    assertThat(new Temperature(2).probability(0.9)).isCloseTo(0.75, within(1e-12));
    assertThat(new Temperature(2).probability(0.5)).isEqualTo(0.5);
    assertThat(new Temperature(1).probability(1)).isCloseTo(1, within(1e-9));
    assertThatIllegalArgumentException().isThrownBy(() -> new Temperature(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Temperature(Double.NaN));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 2.5, 8})
  void theTemperatureOfTheDataIsFound(double temperature) {
    Temperature fitted =
        Temperature.fit(simulated(20_000, 1, s -> new Temperature(temperature).probability(s)));

    assertThat(fitted.temperature()).isCloseTo(temperature, within(temperature * 0.15));
  }

  @Test
  void neighboursThatFallArePooled() {
    Isotonic fitted =
        Isotonic.fit(
            List.of(
                new Observation(0.1, false),
                new Observation(0.2, true),
                new Observation(0.4, false),
                new Observation(0.9, true)));

    // 0.2 and 0.4 share 1/2; the ends stay 1/6 away from certainty
    assertThat(fitted.scores()).containsExactly(0.1, 0.2, 0.4, 0.9);
    assertThat(fitted.probabilities()).containsExactly(1 / 6.0, 0.5, 0.5, 5 / 6.0);
    assertThat(fitted.probability(0)).isEqualTo(1 / 6.0);
    assertThat(fitted.probability(0.15)).isCloseTo((1 / 6.0 + 0.5) / 2, within(1e-9));
    assertThat(fitted.probability(7)).isEqualTo(5 / 6.0);
  }

  @Test
  void equalScoresGetOneProbabilityWhateverTheirOrder() {
    Isotonic fitted =
        Isotonic.fit(
            List.of(
                new Observation(-3, false),
                new Observation(5, false),
                new Observation(5, true),
                new Observation(5, true)));

    assertThat(fitted.probability(5)).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void isotonicFitsNeverFall() {
    Random random = new Random(5);
    for (int run = 0; run < 200; run++) {
      List<Observation> rows = new ArrayList<>();
      int n = 1 + random.nextInt(60);
      for (int i = 0; i < n; i++) {
        rows.add(new Observation(random.nextInt(20) - 10, random.nextBoolean()));
      }
      Isotonic fitted = Isotonic.fit(rows);
      double last = 0;
      for (double score = -12; score <= 12; score += 0.25) {
        double p = fitted.probability(score);
        assertThat(p).isBetween(last, 1 - 1.0 / (n + 2) + 1e-12);
        last = p;
      }
    }
  }

  @Test
  void calibrationBringsTheErrorOfHeldOutHalvesUnderFiveHundredths() {
    List<DoubleUnaryOperator> truths =
        List.of(
            s -> new Temperature(3).probability(s),
            s -> s * s,
            s -> 0.35 + 0.3 * s,
            s -> s < 0.7 ? 0.2 : 0.8,
            Math::sqrt);
    for (int i = 0; i < truths.size(); i++) {
      List<Observation> rows = simulated(4_000, 10 + i, truths.get(i));
      Calibration fitted = Calibration.fit(rows.subList(0, 2_000));
      List<Observation> heldOut = rows.subList(2_000, 4_000);

      assertThat(error(Calibration.identity(), heldOut)).isGreaterThan(0.05);
      assertThat(error(fitted, heldOut)).as("truth %s", i).isLessThan(0.05);
    }
  }

  @Test
  void scoresOfAnyScaleAreLearned() {
    Random random = new Random(3);
    List<Observation> rows = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      double margin = random.nextGaussian() * 12;
      rows.add(new Observation(margin, random.nextDouble() < Scores.sigmoid(margin / 10)));
    }

    assertThat(Calibration.fit(rows).probability(10)).isCloseTo(Scores.sigmoid(1), within(0.05));
  }

  @Test
  void withoutRowsThereIsNothingToLearn() {
    assertThat(Calibration.fit(List.of())).isEqualTo(Calibration.identity());
    assertThatIllegalArgumentException().isThrownBy(() -> Isotonic.fit(List.of()));
  }

  static List<Observation> simulated(int rows, long seed, DoubleUnaryOperator truth) {
    Random random = new Random(seed);
    List<Observation> simulated = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double score = random.nextDouble();
      simulated.add(new Observation(score, random.nextDouble() < truth.applyAsDouble(score)));
    }
    return simulated;
  }

  /** Expected calibration error over ten bins of equal width. */
  static double error(Calibration calibration, List<Observation> rows) {
    double[] gap = new double[10];
    for (Observation row : rows) {
      double p = calibration.probability(row.score());
      gap[Math.min(9, (int) (p * 10))] += (row.right() ? 1 : 0) - p;
    }
    double sum = 0;
    for (double g : gap) {
      sum += Math.abs(g);
    }
    return sum / rows.size();
  }
}
