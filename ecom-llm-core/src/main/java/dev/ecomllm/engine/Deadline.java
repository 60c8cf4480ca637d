package dev.ecomllm.engine;

import dev.ecomllm.error.ModelCallException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A moment by which everything must be done; several runs can share one. */
public final class Deadline {

  /** The one of whoever asks on this thread. */
  private static final ThreadLocal<@Nullable Deadline> AROUND = new ThreadLocal<>();

  private final Timing timing;
  private final Duration budget;
  private final long end;

  private Deadline(Timing timing, Duration budget) {
    this.timing = timing;
    this.budget = budget;
    this.end = timing.nanoTime() + budget.toNanos();
  }

  /** So long from now, and no later than the deadline around this call, if there is one. */
  public static Deadline in(Duration budget, Timing timing) {
    Deadline own = new Deadline(timing, budget);
    Deadline around = AROUND.get();
    return around == null || own.remaining().compareTo(around.remaining()) <= 0 ? own : around;
  }

  /** Does something whose own deadlines on this thread end with this one. */
  public <T> T around(Supplier<T> work) {
    Deadline before = AROUND.get();
    AROUND.set(this);
    try {
      return work.get();
    } finally {
      if (before == null) {
        AROUND.remove();
      } else {
        AROUND.set(before);
      }
    }
  }

  /** How long from the start to the deadline. */
  public Duration budget() {
    return budget;
  }

  /** How long until the deadline; zero once it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - timing.nanoTime()));
  }

  ModelCallException passed(String beforeWhat) {
    return ModelCallException.of(
        ModelCallException.Kind.TIMED_OUT,
        "the deadline of " + budget + " passed before " + beforeWhat,
        null);
  }
}
