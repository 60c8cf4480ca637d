package dev.ecomllm.observe;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.ModelCallException;
import java.time.Duration;
import java.util.Optional;

/** What happened. No event holds text of a product, a prompt or an answer. */
public sealed interface Event {

  /** The task's name, such as {@code "classify"}. */
  String task();

  /** Which product. */
  String productId();

  /** Which model was asked. */
  String model();

  /**
   * A question was answered.
   *
   * @param task the task's name
   * @param productId which product
   * @param model which model was asked
   * @param duration from the question to the typed answer, waits included
   * @param attempts how many calls it took; 0 if the cache, or somebody who asked the same,
   *     answered
   * @param usage what the accepted call used, in tokens
   * @param promptHash the first 16 hexadecimal digits of the SHA-256 of all that the answer depends
   *     on, which is also the cache's key
   */
  record Answered(
      String task,
      String productId,
      String model,
      Duration duration,
      int attempts,
      ModelReply.Usage usage,
      String promptHash)
      implements Event {}

  /**
   * The model was asked once, with whatever came of it. A question may take several calls.
   *
   * @param task the task's name
   * @param productId which product
   * @param model which model was asked
   * @param attempt which call of the question, counted from 1
   * @param duration from the request to the end of the reply
   * @param usage what it used, in tokens; 0 where it failed or the server does not say
   * @param failure why no reply came; empty if one did
   */
  record Called(
      String task,
      String productId,
      String model,
      int attempt,
      Duration duration,
      ModelReply.Usage usage,
      Optional<ModelCallException.Kind> failure)
      implements Event {}

  /**
   * An attempt failed, and another follows.
   *
   * @param task the task's name
   * @param productId which product
   * @param model which model was asked
   * @param attempt which one failed, counted from 1
   * @param pause how long until the next
   * @param cause why
   */
  record Retrying(
      String task,
      String productId,
      String model,
      int attempt,
      Duration pause,
      EcomLlmException cause)
      implements Event {}

  /**
   * The answer was unusable, and the model is shown why and asked again.
   *
   * @param task the task's name
   * @param productId which product
   * @param model which model was asked
   * @param cause what was wrong; its output is the model's text, which must not be logged
   */
  record AskingAgain(String task, String productId, String model, EcomLlmException cause)
      implements Event {}

  /**
   * No usable answer came.
   *
   * @param task the task's name
   * @param productId which product
   * @param model which model was asked
   * @param duration how long it was tried, waits included
   * @param cause why
   */
  record Failed(
      String task, String productId, String model, Duration duration, EcomLlmException cause)
      implements Event {}
}
