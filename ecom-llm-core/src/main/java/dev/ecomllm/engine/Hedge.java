package dev.ecomllm.engine;

import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.ModelCallException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks a second time where the first is slow; whichever answers first counts, and the other is
 * ended. At most one call in ten has a second, so that a server which is slow because it is full
 * does not get twice the load. Thread-safe; its threads end when there is nothing to do.
 */
final class Hedge implements ModelClient {

  private static final int SAVED_UP = 10;
  private static final double SHARE = 0.1;

  private final ModelClient client;
  private final Duration after;
  private final Allowance allowance = new Allowance(SAVED_UP, SHARE);
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "ecom-llm-hedge");
            thread.setDaemon(true);
            return thread;
          });

  Hedge(ModelClient client, Duration after) {
    this.client = client;
    this.after = after;
  }

  @Override
  public String model() {
    return client.model();
  }

  @Override
  public ModelReply call(ModelRequest request, Duration timeout) {
    Duration left = timeout.minus(after);
    if (left.isZero() || left.isNegative()) {
      return client.call(request, timeout);
    }
    allowance.add();
    CompletionService<ModelReply> calls = new ExecutorCompletionService<>(threads);
    List<Future<ModelReply>> sent = new ArrayList<>(2);
    try {
      sent.add(calls.submit(() -> client.call(request, timeout)));
      Future<ModelReply> done = calls.poll(after.toNanos(), TimeUnit.NANOSECONDS);
      if (done == null && allowance.take()) {
        sent.add(calls.submit(() -> client.call(request, left)));
      }
      if (done == null) {
        done = calls.take();
      }
      try {
        return done.get();
      } catch (ExecutionException e) {
        return sent.size() == 1 ? failed(e) : calls.take().get();
      }
    } catch (ExecutionException e) {
      return failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Call.interrupted(e);
    } finally {
      sent.forEach(call -> call.cancel(true));
    }
  }

  private static ModelReply failed(ExecutionException failure) {
    if (failure.getCause() instanceof ModelCallException cause) {
      throw cause;
    }
    throw failure.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("a call died", failure.getCause());
  }
}
