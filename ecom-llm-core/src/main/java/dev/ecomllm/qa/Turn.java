package dev.ecomllm.qa;

import java.util.Objects;

/**
 * An earlier question and its answer.
 *
 * @param question what was asked
 * @param answer what was answered, {@code ""} if nothing was known
 */
public record Turn(String question, String answer) {

  /** Checks for null. */
  public Turn {
    Objects.requireNonNull(question, "question");
    Objects.requireNonNull(answer, "answer");
  }
}
