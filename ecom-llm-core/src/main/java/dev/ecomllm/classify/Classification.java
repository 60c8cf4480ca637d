package dev.ecomllm.classify;

import dev.ecomllm.taxonomy.Category;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The category of a product, and how far it can be relied on. Immutable.
 *
 * @param productId whose
 * @param category the most probable node
 * @param confidence the probability, 0 to 1, that exactly this node is right; absent where nothing
 *     is known of it
 * @param score the raw value before calibration, on the scale of whoever answered; a calibration is
 *     fitted from it; absent where the answerer gives none
 * @param decision how deep to commit
 * @param decided the node to commit to: the category itself for LEAF; one of its ancestors for
 *     ANCESTOR, or the category itself where the truth may lie below it; nothing for REVIEW
 * @param decidedConfidence the probability, 0 to 1, that the truth is that node or below it
 * @param alternatives at most 50 nodes with their probabilities, best first; the first is {@code
 *     category}
 * @param answeredBy the model's name, or {@code "embedded"}
 */
public record Classification(
    String productId,
    Category category,
    OptionalDouble confidence,
    OptionalDouble score,
    Decision decision,
    Optional<Category> decided,
    OptionalDouble decidedConfidence,
    List<Alternative> alternatives,
    String answeredBy) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the parts contradict each other or a probability is out of
   *     range
   */
  public Classification {
    Objects.requireNonNull(productId, "productId");
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(answeredBy, "answeredBy");
    alternatives = List.copyOf(alternatives);
    probability("confidence", confidence);
    probability("decidedConfidence", decidedConfidence);
    if (decided.isEmpty() != (decision == Decision.REVIEW)) {
      throw new IllegalArgumentException("decision " + decision + " with decided " + decided);
    }
  }

  /**
   * A node that could have been meant.
   *
   * @param category the node
   * @param confidence the probability, 0 to 1, that exactly this node is right; absent where
   *     nothing is known of it
   * @param modelScore the natural logarithm of the model's own probability, before anything was
   *     done to it; absent where there is none
   * @param retrieverScore what the candidate source thought of the node: see {@link Candidate};
   *     absent where it was not asked
   */
  public record Alternative(
      Category category,
      OptionalDouble confidence,
      OptionalDouble modelScore,
      OptionalDouble retrieverScore) {
    /**
     * Checks.
     *
     * @throws IllegalArgumentException if the probability is out of range
     */
    public Alternative {
      Objects.requireNonNull(category, "category");
      probability("confidence", confidence);
    }

    /** A node of which no more than the confidence is known. */
    public Alternative(Category category, OptionalDouble confidence) {
      this(category, confidence, OptionalDouble.empty(), OptionalDouble.empty());
    }
  }

  /** This result with other alternatives. */
  Classification withAlternatives(List<Alternative> alternatives) {
    return new Classification(
        productId,
        category,
        confidence,
        score,
        decision,
        decided,
        decidedConfidence,
        alternatives,
        answeredBy);
  }

  private static void probability(String what, OptionalDouble value) {
    if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(what + " must be 0 to 1, not " + value.getAsDouble());
    }
  }
}
