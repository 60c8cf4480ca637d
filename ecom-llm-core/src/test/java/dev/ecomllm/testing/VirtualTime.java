package dev.ecomllm.testing;

import dev.ecomllm.engine.Timing;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A time that passes only while everybody waits, for simulations of hours that take seconds. One of
 * its threads runs at a time, and the next is always the one that has waited for the earliest
 * moment, so a simulation with one seed goes the same way each time.
 *
 * <p>The thread that makes it is its first; others are started with {@link #start}. They may wait
 * for nothing but this time.
 */
public final class VirtualTime implements Timing {

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "virtual-time");
            thread.setDaemon(true);
            return thread;
          });
  private final Random random;
  private long now;
  private long count;

  /** A time that begins at 0, with chance on a seed. */
  public VirtualTime(long seed) {
    random = new Random(seed);
  }

  /** Something that a thread waits for. Each is waited for by one thread at a time. */
  public static final class Signal {
    private @Nullable Event waiting;
  }

  /** A moment, and who or what comes then. */
  private final class Event implements Comparable<Event>, Runnable {
    final long at;
    final long order = count++;
    final @Nullable Semaphore thread;
    final Runnable action;
    boolean cancelled;

    Event(long at, @Nullable Semaphore thread, Runnable action) {
      this.at = at;
      this.thread = thread;
      this.action = action;
      events.add(this);
    }

    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }

    /** Takes it back. */
    @Override
    public void run() {
      cancelled = true;
    }
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public double random() {
    return random.nextDouble();
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    await(new Signal(), pause.toNanos());
  }

  /** Does something at a later moment. What is returned takes it back. */
  public Runnable after(long nanos, Runnable action) {
    return new Event(now + Math.max(0, nanos), null, action);
  }

  /** Starts a thread, as soon as the others wait. */
  public void start(Runnable work) {
    Semaphore turn = new Semaphore(0);
    threads.execute(
        () -> {
          turn.acquireUninterruptibly();
          try {
            work.run();
          } finally {
            passOn();
          }
        });
    new Event(now, turn, () -> {});
  }

  /** Waits for a signal, but no longer than this. */
  public void await(Signal signal, long nanos) throws InterruptedException {
    Semaphore turn = new Semaphore(0);
    signal.waiting = new Event(now + Math.max(0, nanos), turn, () -> {});
    passOn();
    turn.acquire();
    signal.waiting = null;
  }

  /** Lets go on who waits for it, if anybody does. */
  public void give(Signal signal) {
    Event waiting = signal.waiting;
    if (waiting != null && !waiting.cancelled) {
      waiting.cancelled = true;
      signal.waiting = new Event(now, waiting.thread, () -> {});
    }
  }

  /** Lets the next one run; whoever calls this then waits, or ends. */
  private void passOn() {
    for (Event next = events.poll(); next != null; next = events.poll()) {
      if (next.cancelled) {
        continue;
      }
      now = next.at;
      if (next.thread != null) {
        next.thread.release();
        return;
      }
      next.action.run();
    }
  }
}
