package dev.ecomllm.engine;

import java.time.Duration;

/**
 * So much in a second and no more, with what one second allows saved up at most. Whoever comes too
 * soon is told how long to wait, and keeps the place in the line. Thread-safe.
 */
final class Pace {

  private final Timing timing;
  private final double nanosOfOne;
  private final long saved;

  /** When all that was taken so far will have been allowed. */
  private long paidUntil;

  Pace(double perSecond, Timing timing) {
    this.timing = timing;
    nanosOfOne = 1e9 / perSecond;
    saved = Math.max((long) 1e9, (long) nanosOfOne);
    paidUntil = timing.nanoTime() - saved;
  }

  /**
   * Takes this much, and tells how long to wait before using it. Nothing is taken if that would be
   * longer than the longest wait.
   */
  synchronized Duration take(double amount, Duration longest) {
    long now = timing.nanoTime();
    if (paidUntil - (now - saved) < 0) {
      paidUntil = now - saved;
    }
    // One that is larger than a second's worth waits until all before it is paid, no longer.
    long wait = paidUntil + Math.min(cost(amount), saved) - now;
    if (wait <= longest.toNanos()) {
      paidUntil += cost(amount);
    }
    return Duration.ofNanos(Math.max(0, wait));
  }

  /** Gives back what was taken and not used; a negative amount is one that was used beyond it. */
  synchronized void giveBack(double amount) {
    paidUntil -= cost(amount);
  }

  private long cost(double amount) {
    return (long) (amount * nanosOfOne);
  }
}
