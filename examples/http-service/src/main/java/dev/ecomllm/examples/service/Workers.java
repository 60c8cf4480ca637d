package dev.ecomllm.examples.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Who does the work: so many answers at once, so many waiting, and no answer later than its
 * deadline. The items of a batch take their turns among the others. Thread-safe.
 */
final class Workers implements AutoCloseable {

  private final ExecutorService threads;
  private final Semaphore room;
  private final Semaphore batches;
  private final Duration deadline;

  Workers(int atOnce, int waiting, Duration deadline, MeterRegistry metrics) {
    AtomicInteger count = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            atOnce,
            work -> {
              Thread thread = new Thread(work, "answers-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    room = new Semaphore(atOnce + waiting);
    // Of a batch, no more are handed over than can be worked on, so that others get their turn.
    batches = new Semaphore(atOnce);
    this.deadline = deadline;
    int all = atOnce + waiting;
    Gauge.builder("ecomllm.service.requests", room, semaphore -> all - semaphore.availablePermits())
        .description("answers worked on or waited for")
        .register(metrics);
  }

  /**
   * Does the work, or waits until someone can.
   *
   * @throws BusyException if too many wait already
   * @throws LateException if the deadline comes first
   */
  <T> T run(Callable<T> work) {
    if (!room.tryAcquire()) {
      throw new BusyException();
    }
    long end = System.nanoTime() + deadline.toNanos();
    FutureTask<T> task = new FutureTask<>(work);
    start(task, () -> {});
    return await(task, end);
  }

  /** Does each; the results stand in the order given, what went wrong with one in its place. */
  <T> List<T> runAll(List<Callable<T>> work, Function<RuntimeException, T> failed) {
    long end = System.nanoTime() + deadline.toNanos();
    List<FutureTask<T>> tasks = new ArrayList<>();
    List<T> results = new ArrayList<>();
    for (Callable<T> one : work) {
      FutureTask<T> task = new FutureTask<>(one);
      tasks.add(task);
      if (acquire(batches, end)) {
        if (acquire(room, end)) {
          start(task, batches::release);
        } else {
          batches.release();
        }
      }
    }
    for (FutureTask<T> task : tasks) {
      try {
        results.add(await(task, end));
      } catch (RuntimeException problem) {
        results.add(failed.apply(problem));
      }
    }
    return results;
  }

  private <T> void start(FutureTask<T> task, Runnable after) {
    // Around the task, not in it: one that is cancelled in the queue never runs.
    threads.execute(
        () -> {
          try {
            task.run();
          } finally {
            room.release();
            after.run();
          }
        });
  }

  private static boolean acquire(Semaphore semaphore, long end) {
    try {
      return semaphore.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static <T> T await(Future<T> future, long end) {
    try {
      return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new LateException();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new LateException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Too many wait already. */
  static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Nobody waits for the answer any more. */
  static final class LateException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
