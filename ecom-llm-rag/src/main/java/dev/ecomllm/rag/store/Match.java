package dev.ecomllm.rag.store;

import java.util.Objects;

/**
 * A passage that was found.
 *
 * @param passage the passage
 * @param similarity the cosine of its vector and the question's, -1 to 1; 0 in an index of words
 */
public record Match(StoredPassage passage, double similarity) {

  /** Checks for null. */
  public Match {
    Objects.requireNonNull(passage, "passage");
  }
}
