package dev.ecomllm.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallCountsTest {

  private final CallCounts counts = new CallCounts();

  @Test
  void countsWhatHappens() {
    Events.ALL.forEach(counts::on);

    CallCounts.Snapshot now = counts.snapshot();
    assertThat(now)
        .isEqualTo(
            new CallCounts.Snapshot(2, 1, 2, 3, Duration.ofMillis(300), 1, 1, 2_000, 1_000, 30));
    assertThat(now.hitRate()).isEqualTo(0.5);
  }

  /** 1,000 at 2, 1,000 cached at 0.5, 30 at 10 for a million. */
  @Test
  void estimatesWhatTheRunCost() {
    Events.ALL.forEach(counts::on);

    assertThat(counts.snapshot().cost(new Prices(2, 0.5, 10))).isCloseTo(0.0028, within(1e-12));
    assertThat(counts.snapshot().cost(Prices.perMillionTokens(2, 10)))
        .isCloseTo(0.0043, within(1e-12));
    assertThat(CallCounts.Snapshot.machineCost(Duration.ofMinutes(90), 2)).isEqualTo(3);
    assertThatThrownBy(() -> new Prices(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingHappenedYet() {
    assertThat(counts.snapshot().hitRate()).isZero();
    assertThat(counts.snapshot().cost(new Prices(1, 1, 1))).isZero();
  }
}
