package dev.ecomllm.bulk;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Counts, and tells of it now and then. Not thread-safe. */
final class ProgressMeter {

  /** How often the listener is told. */
  static final long EVERY_NANOS = 1_000_000_000;

  /** What happened so long ago counts for a third of what happens now. */
  private static final double MEMORY_NANOS = 10e9;

  private final Consumer<Progress> listener;
  private final OptionalLong expected;
  private final long began;
  private final Durations durations = new Durations();
  private long succeeded;
  private long failed;
  private long resumed;
  private long toldAt;
  private long asked;
  private long askedWhenTold;
  private double rate;

  ProgressMeter(Consumer<Progress> listener, OptionalLong expected, long now) {
    this.listener = listener;
    this.expected = expected;
    began = now;
    toldAt = now;
  }

  void took(long nanos) {
    durations.add(nanos);
  }

  void delivered(Outcome<?, ?> outcome, boolean fromJournal) {
    if (outcome instanceof Outcome.Success) {
      succeeded++;
    } else {
      failed++;
    }
    if (fromJournal) {
      resumed++;
    } else {
      asked++;
    }
  }

  /** Nanoseconds until the listener is to be told again, at least 0. */
  long untilNext(long now) {
    return Math.max(0, EVERY_NANOS - Math.max(0, now - toldAt));
  }

  void tellNowAndThen(long now, int atOnce) {
    // A clock that was set back must not silence it.
    if (now - toldAt >= EVERY_NANOS || now - toldAt < 0) {
      tell(now, atOnce);
    }
  }

  void tell(long now, int atOnce) {
    double passed = now - toldAt;
    if (passed > 0) {
      double weight = toldAt == began ? 1 : 1 - Math.exp(-passed / MEMORY_NANOS);
      rate += weight * ((asked - askedWhenTold) * 1e9 / passed - rate);
    }
    askedWhenTold = asked;
    toldAt = now;
    listener.accept(
        new Progress(succeeded + failed, failed, resumed, expected, atOnce, elapsed(now), rate));
  }

  Summary summary(long now) {
    return new Summary(
        succeeded,
        failed,
        resumed,
        elapsed(now),
        durations.quantile(0.5),
        durations.quantile(0.95),
        durations.longest());
  }

  private Duration elapsed(long now) {
    return Duration.ofNanos(Math.max(0, now - began));
  }
}
