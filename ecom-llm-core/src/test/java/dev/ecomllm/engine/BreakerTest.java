package dev.ecomllm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.engine.Breaker.Permit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private final FakeTiming timing = new FakeTiming();
  private final Breaker breaker = new Breaker(3, Duration.ofSeconds(5), timing);

  @Test
  void opensAfterFailuresInARow() {
    breaker.failed();
    breaker.failed();
    breaker.answered();
    breaker.failed();
    breaker.failed();
    assertThat(breaker.ask()).isEqualTo(Permit.CALL);

    breaker.failed();

    assertThat(breaker.ask()).isEqualTo(Permit.WAIT);
    assertThat(breaker.permits()).isFalse();
    assertThat(breaker.untilNextTry()).contains(Duration.ofSeconds(5));
  }

  @Test
  void letsOneTryAfterThePauseAndClosesIfItWorks() {
    open();
    timing.advance(Duration.ofSeconds(5));

    assertThat(breaker.permits()).isTrue();
    assertThat(breaker.ask()).isEqualTo(Permit.TRY);
    assertThat(breaker.ask()).isEqualTo(Permit.WAIT);
    assertThat(breaker.permits()).isFalse();
    breaker.answered();

    assertThat(breaker.ask()).isEqualTo(Permit.CALL);
    assertThat(breaker.untilNextTry()).isEmpty();
  }

  @Test
  void opensAgainIfTheTryFails() {
    open();
    timing.advance(Duration.ofSeconds(6));
    breaker.ask();
    breaker.failed();

    assertThat(breaker.ask()).isEqualTo(Permit.WAIT);
    timing.advance(Duration.ofSeconds(5));
    assertThat(breaker.ask()).isEqualTo(Permit.TRY);
  }

  @Test
  void aTryThatTellsNothingMakesRoomForAnother() {
    open();
    timing.advance(Duration.ofSeconds(5));
    breaker.ask();
    breaker.unknown();

    assertThat(breaker.ask()).isEqualTo(Permit.TRY);
  }

  private void open() {
    for (int i = 0; i < 3; i++) {
      breaker.failed();
    }
  }
}
