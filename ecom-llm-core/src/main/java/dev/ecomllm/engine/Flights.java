package dev.ecomllm.engine;

import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Questions on their way, by their key: who comes with the same one waits for the first, and then
 * finds the answer in the cache. Thread-safe.
 */
final class Flights {

  private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();

  /** A flight of one's own, or empty once somebody else's with the same key has ended. */
  @Nullable Flight board(String key, Deadline deadline) {
    Flight mine = new Flight(key);
    Flight other = flights.putIfAbsent(key, mine);
    if (other == null) {
      return mine;
    }
    other.await(deadline);
    return null;
  }

  /** One question on its way. */
  final class Flight implements AutoCloseable {

    private final String key;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    Flight(String key) {
      this.key = key;
    }

    /**
     * Asks. If that fails, so does the same question at the same time; unless it was for the time
     * or the thread of who asked it.
     */
    <O> O ask(Supplier<O> question) {
      try {
        return question.get();
      } catch (EcomLlmException failure) {
        if (!(failure instanceof ModelCallException call
            && (call.kind() == Kind.TIMED_OUT || call.kind() == Kind.INTERRUPTED))) {
          end.completeExceptionally(failure);
        }
        throw failure;
      }
    }

    /** Lets the others go on. */
    @Override
    public void close() {
      flights.remove(key, this);
      end.complete(null);
    }

    private void await(Deadline deadline) {
      try {
        end.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof EcomLlmException failure) {
          throw failure;
        }
        throw new IllegalStateException("a flight ends with a failure of its question", e);
      } catch (TimeoutException e) {
        throw deadline.passed("somebody else had an answer to the same question");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Call.interrupted(e);
      }
    }
  }
}
