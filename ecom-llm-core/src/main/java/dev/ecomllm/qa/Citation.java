package dev.ecomllm.qa;

import java.util.Objects;

/**
 * The passage that proves an answer.
 *
 * @param index its place in the request's passages (or, if the request gave none, in those that
 *     were looked up), counted from 0
 * @param passage the passage
 */
public record Citation(int index, Passage passage) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the index is negative
   */
  public Citation {
    Objects.requireNonNull(passage, "passage");
    if (index < 0) {
      throw new IllegalArgumentException("the index of a citation must be at least 0");
    }
  }
}
