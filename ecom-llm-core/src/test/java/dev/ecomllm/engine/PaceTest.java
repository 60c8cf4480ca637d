package dev.ecomllm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final FakeTiming timing = new FakeTiming();

  @Test
  void allowsASecondsWorthAtOnce() {
    Pace pace = new Pace(4, timing);
    for (int i = 0; i < 4; i++) {
      assertThat(pace.take(1, LONG)).isZero();
    }
    assertThat(pace.take(1, LONG)).isEqualTo(Duration.ofMillis(250));
    assertThat(pace.take(1, LONG)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void savesUpNoMoreThanASecond() {
    Pace pace = new Pace(2, timing);
    timing.advance(Duration.ofHours(1));
    pace.take(2, LONG);

    assertThat(pace.take(1, LONG)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void takesNothingIfTheWaitWouldBeTooLong() {
    Pace pace = new Pace(1, timing);
    pace.take(1, LONG);
    assertThat(pace.take(1, Duration.ofMillis(999))).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.take(1, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.take(1, LONG)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whatWasNotUsedIsGivenBack() {
    Pace pace = new Pace(10, timing);
    pace.take(10, LONG);
    pace.giveBack(5);
    assertThat(pace.take(5, LONG)).isZero();
    pace.giveBack(-10);
    assertThat(pace.take(1, LONG)).isEqualTo(Duration.ofMillis(1100));
  }

  @Test
  void aVeryLargeOneGoesWhenItIsItsTurnAndIsPaidAfterwards() {
    Pace pace = new Pace(10, timing);
    assertThat(pace.take(100, LONG)).isZero();
    assertThat(pace.take(1, LONG)).isEqualTo(Duration.ofMillis(9100));
  }

  @Test
  void neverAllowsMoreThanTheRateAndASecondsWorth() {
    Random random = new Random(7);
    Pace pace = new Pace(50, timing);
    long start = timing.nanoTime();
    double used = 0;
    for (int i = 0; i < 10_000; i++) {
      double amount = 1 + random.nextInt(40);
      timing.advance(pace.take(amount, LONG));
      used += amount;
      double seconds = (timing.nanoTime() - start) / 1e9;
      assertThat(used).isLessThanOrEqualTo(50 * seconds + 50 + 1e-3);
      timing.advance(Duration.ofMillis(random.nextInt(300)));
    }
  }
}
