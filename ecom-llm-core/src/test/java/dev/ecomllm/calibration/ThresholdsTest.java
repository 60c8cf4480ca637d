package dev.ecomllm.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ThresholdsTest {

  @Test
  void aPrecisionIsProvenOneStandardErrorBelowTheShare() {
    assertThat(Thresholds.provenPrecision(0, 0)).isZero();
    assertThat(Thresholds.provenPrecision(19, 19)).isCloseTo(0.95, within(1e-12));
    // (0.8 + 1/20 - sqrt(0.016 + 1/400)) / 1.1
    assertThat(Thresholds.provenPrecision(8, 10)).isCloseTo(0.6490775, within(1e-6));
  }

  @Test
  void theLowestThresholdThatReachesThePrecisionIsTaken() {
    List<Observation> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(new Observation(0.9, true));
      rows.add(new Observation(0.6, i % 10 != 0));
      rows.add(new Observation(0.3, i % 2 == 0));
    }
    Thresholds table = Thresholds.fit(rows);

    assertThat(table.at(0.99)).hasValue(0.9);
    assertThat(table.at(0.93)).hasValue(0.6);
    assertThat(table.at(0.5)).hasValue(0.3);
  }

  @Test
  void equalScoresAreTakenTogetherOrNotAtAll() {
    List<Observation> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(new Observation(0.8, i < 60));
    }

    assertThat(Thresholds.fit(rows).at(0.9)).isEmpty();
    assertThat(Thresholds.fit(rows).at(0.5)).hasValue(0.8);
  }

  @Test
  void aPrecisionBetweenTwoIsRoundedUp() {
    Thresholds table = new Thresholds(new TreeMap<>(Map.of(0.9, 0.7, 0.95, 0.8)));

    assertThat(table.at(0.91)).hasValue(0.8);
    assertThat(table.at(0.1 + 0.85)).hasValue(0.8);
    assertThat(table.at(0.96)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> table.at(0));
    assertThatIllegalArgumentException().isThrownBy(() -> table.at(1.1));
  }
}
