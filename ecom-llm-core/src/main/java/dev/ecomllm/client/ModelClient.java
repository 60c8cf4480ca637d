package dev.ecomllm.client;

import dev.ecomllm.error.ModelCallException;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * The port to a language model. One call is one attempt: whoever calls retries. Implementations are
 * thread-safe, block, and end the call when the thread is interrupted.
 */
public interface ModelClient extends AutoCloseable {

  /** The model's name: it stands in cache keys and results, so two models must not share one. */
  String model();

  /**
   * Asks once.
   *
   * @param timeout for the whole attempt, more than zero
   * @throws ModelCallException if no answer comes
   */
  ModelReply call(ModelRequest request, Duration timeout);

  /**
   * Whether the server says that it takes calls. Asked before the first call to one that was left
   * alone because it failed. By default, and where servers say no such thing, true.
   *
   * @param timeout for the whole attempt, more than zero
   */
  default boolean isReady(Duration timeout) {
    return true;
  }

  /** Frees sockets and threads. Nothing by default. */
  @Override
  default void close() {}

  /** A client made of a function, for tests and for models of another kind. */
  static ModelClient of(String model, BiFunction<ModelRequest, Duration, ModelReply> call) {
    return new ModelClient() {
      @Override
      public String model() {
        return model;
      }

      @Override
      public ModelReply call(ModelRequest request, Duration timeout) {
        return call.apply(request, timeout);
      }
    };
  }
}
