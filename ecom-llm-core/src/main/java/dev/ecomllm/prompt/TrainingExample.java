package dev.ecomllm.prompt;

import java.util.Objects;

/**
 * A question as a task asks it, to the byte, and the answer that a model should learn.
 *
 * @param prompt the question
 * @param answer the right answer, as the task reads it
 */
public record TrainingExample(Prompt prompt, String answer) {

  /** Checks for null. */
  public TrainingExample {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(answer, "answer");
  }
}
