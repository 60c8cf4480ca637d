package dev.ecomllm.bulk;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A task over many items, several at once: outcomes come in the order of the input, a failed item
 * is an outcome like any other, and no more than a few items for each thread are held in memory.
 * Immutable; a run uses threads of its own and ends them.
 *
 * @param <I> what is asked about
 * @param <O> the typed answer
 */
public final class Bulk<I, O> {

  /** Items read ahead for each thread, so that one slow item does not stop the others. */
  private static final int AHEAD = 4;

  private final Function<I, O> task;
  private final int concurrency;

  private Bulk(Function<I, O> task, int concurrency) {
    this.task = task;
    this.concurrency = concurrency;
  }

  /** A run of this task with as many threads as the JVM has processors. */
  public static <I, O> Bulk<I, O> of(Function<I, O> task) {
    return new Bulk<>(task, Runtime.getRuntime().availableProcessors());
  }

  /**
   * This run with another number of items at once.
   *
   * @param concurrency at least 1
   * @throws IllegalArgumentException if it is less
   */
  public Bulk<I, O> concurrency(int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
    }
    return new Bulk<>(task, concurrency);
  }

  /**
   * Runs to the end of the input, or until the thread is interrupted.
   *
   * @param inputs read on this thread, one by one, as room gets free; what it throws ends the run
   * @param sink called on this thread, in the input's order; what it throws ends the run
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public Summary run(Iterator<? extends I> inputs, Consumer<? super Outcome<I, O>> sink) {
    ExecutorService threads = Executors.newFixedThreadPool(concurrency);
    try {
      Queue<Future<Outcome<I, O>>> running = new ArrayDeque<>();
      Summary summary = new Summary(0, 0);
      long index = 0;
      while (inputs.hasNext() || !running.isEmpty()) {
        if (inputs.hasNext() && running.size() < concurrency * AHEAD) {
          long place = index++;
          I input = inputs.next();
          running.add(threads.submit(() -> outcome(place, input)));
        } else {
          Outcome<I, O> outcome = running.remove().get();
          sink.accept(outcome);
          summary =
              outcome instanceof Outcome.Success
                  ? new Summary(summary.succeeded() + 1, summary.failed())
                  : new Summary(summary.succeeded(), summary.failed() + 1);
        }
      }
      return summary;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the run was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread of the run died", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Outcome<I, O> outcome(long index, I input) {
    try {
      return new Outcome.Success<>(index, input, task.apply(input));
    } catch (RuntimeException e) {
      return new Outcome.Failure<>(index, input, e);
    }
  }
}
