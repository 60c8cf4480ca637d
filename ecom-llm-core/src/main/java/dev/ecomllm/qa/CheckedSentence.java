package dev.ecomllm.qa;

import java.util.List;

/**
 * A sentence of an answer, with the passages that it was checked against.
 *
 * @param text the sentence
 * @param citations what states it, at least one
 */
public record CheckedSentence(String text, List<Citation> citations) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is no text or no citation
   */
  public CheckedSentence {
    citations = List.copyOf(citations);
    if (text.isBlank() || citations.isEmpty()) {
      throw new IllegalArgumentException("a checked sentence needs a text and a citation");
    }
  }
}
