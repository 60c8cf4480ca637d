package dev.ecomllm.classify;

import dev.ecomllm.taxonomy.Category;

/**
 * A category that a product may belong to.
 *
 * @param category the node
 * @param score higher is likelier: a natural log-probability, up to a constant that is the same for
 *     all candidates of one product
 */
public record Candidate(Category category, double score) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the score is not a finite number
   */
  public Candidate {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("the score of a candidate must be finite, not " + score);
    }
  }
}
