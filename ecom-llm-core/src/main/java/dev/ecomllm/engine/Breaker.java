package dev.ecomllm.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * A circuit breaker: after so many failures in a row nothing is sent for a while, then one call
 * tries, and its outcome decides. Thread-safe.
 */
final class Breaker {

  private final int limit;
  private final long pause;
  private final Timing timing;

  private int failures;
  private boolean isOpen;
  private boolean isTrying;
  private long nextTry;

  /**
   * A closed one.
   *
   * @param limit failures in a row that open it, at least 1
   * @param pause how long nothing is sent then
   */
  Breaker(int limit, Duration pause, Timing timing) {
    this.limit = limit;
    this.pause = pause.toNanos();
    this.timing = timing;
  }

  /** What a caller may do; whoever is told {@link #TRY} must report what came of it. */
  enum Permit {
    /** Call. */
    CALL,
    /** Call, as the one that tries whether it works again. */
    TRY,
    /** Nothing. */
    WAIT
  }

  /** Asks to call. */
  synchronized Permit ask() {
    if (!isOpen) {
      return Permit.CALL;
    }
    if (isTrying || nextTry - timing.nanoTime() > 0) {
      return Permit.WAIT;
    }
    isTrying = true;
    return Permit.TRY;
  }

  /** Whether somebody who asks now may call. */
  synchronized boolean permits() {
    return !isOpen || (!isTrying && nextTry - timing.nanoTime() <= 0);
  }

  /** How many calls failed since the last that did not. */
  synchronized int failures() {
    return failures;
  }

  /** How long until the next try, at least; empty while calls are let through. */
  synchronized Optional<Duration> untilNextTry() {
    return isOpen
        ? Optional.of(Duration.ofNanos(Math.max(0, nextTry - timing.nanoTime())))
        : Optional.empty();
  }

  /** A call was answered. */
  synchronized void answered() {
    failures = 0;
    isOpen = false;
    isTrying = false;
  }

  /** A call failed through the server's fault. */
  synchronized void failed() {
    failures++;
    if (isTrying || failures >= limit) {
      isOpen = true;
      isTrying = false;
      nextTry = timing.nanoTime() + pause;
    }
  }

  /** A call ended without telling anything about the server: another may try. */
  synchronized void unknown() {
    isTrying = false;
  }
}
