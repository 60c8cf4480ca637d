package dev.ecomllm.task;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.InvalidOutputException;
import java.util.Optional;

/**
 * What to ask a model, and how to read its answer: pure functions, which never wait, fail over or
 * remember. The engine does all that, once for all tasks. Implementations are thread-safe.
 *
 * @param <I> what is asked about
 * @param <O> the typed answer
 */
public interface Task<I, O> {

  /** A short constant name for listeners and journals, such as {@code "classify"}. */
  String name();

  /** The product that the input is about. */
  String productId(I input);

  /** What to ask. */
  ModelRequest ask(I input);

  /**
   * Reads the answer.
   *
   * @throws InvalidOutputException if it cannot be used
   */
  O read(I input, ModelReply reply);

  /**
   * A second question that shows the model what was wrong with its answer. At temperature 0 it must
   * differ from the first, or the same answer comes back. By default there is none.
   */
  default Optional<ModelRequest> askAgain(
      I input, ModelRequest asked, InvalidOutputException problem) {
    return Optional.empty();
  }

  /**
   * Reads the answer to the second question. By default as the first.
   *
   * @param problem what was wrong with the first, with its text
   * @throws InvalidOutputException if it cannot be used
   */
  default O readAgain(I input, InvalidOutputException problem, ModelReply reply) {
    return read(input, reply);
  }

  /**
   * What is good in a first answer with a problem, when no second one comes. By default nothing,
   * and whoever asked is told why none came.
   *
   * @param model who answered
   */
  default Optional<O> keep(I input, InvalidOutputException problem, String model) {
    return Optional.empty();
  }

  /**
   * What the reading depends on besides the request, such as the taxonomy's version: part of cache
   * keys and fingerprints.
   */
  default String version() {
    return "";
  }
}
