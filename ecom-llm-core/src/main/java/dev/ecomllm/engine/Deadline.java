package dev.ecomllm.engine;

import java.time.Duration;

/** A moment by which everything must be done; several runs can share one. */
public final class Deadline {

  private final Timing timing;
  private final Duration budget;
  private final long end;

  Deadline(Timing timing, Duration budget) {
    this.timing = timing;
    this.budget = budget;
    this.end = timing.nanoTime() + budget.toNanos();
  }

  /** How long from the start to the deadline. */
  public Duration budget() {
    return budget;
  }

  /** How long until the deadline; zero once it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - timing.nanoTime()));
  }
}
