package dev.ecomllm.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that only moves when someone sleeps, or is told to. */
final class FakeTiming implements Timing {

  final List<Duration> slept = new ArrayList<>();
  double random;
  boolean interruptNextSleep;
  private long now = Long.MAX_VALUE - 5; // overflows at once, as nanoTime may

  void advance(Duration time) {
    now += time.toNanos();
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    if (interruptNextSleep) {
      throw new InterruptedException();
    }
    slept.add(pause);
    advance(pause);
  }

  @Override
  public double random() {
    return random;
  }
}
