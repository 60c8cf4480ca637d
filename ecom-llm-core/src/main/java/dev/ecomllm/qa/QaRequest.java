package dev.ecomllm.qa;

import dev.ecomllm.product.Product;
import java.util.List;
import java.util.Objects;

/**
 * A question about a product. Immutable.
 *
 * @param product what it is about
 * @param question what the shopper asks, not blank
 * @param passages what to answer from; none means: look it up in the {@link KnowledgeSource}, or
 *     else in the product's own text
 * @param history earlier turns of the conversation, oldest first
 */
public record QaRequest(
    Product product, String question, List<Passage> passages, List<Turn> history) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the question is blank
   */
  public QaRequest {
    Objects.requireNonNull(product, "product");
    passages = List.copyOf(passages);
    history = List.copyOf(history);
    if (question.isBlank()) {
      throw new IllegalArgumentException(
          "the question about product '" + product.id() + "' is blank");
    }
  }

  /** A first question, answered from what is known of the product. */
  public static QaRequest of(Product product, String question) {
    return new QaRequest(product, question, List.of(), List.of());
  }

  /** This question, to be answered from these passages alone. */
  public QaRequest withPassages(List<Passage> passages) {
    return new QaRequest(product, question, passages, history);
  }

  /** This question, after these earlier turns. */
  public QaRequest withHistory(List<Turn> history) {
    return new QaRequest(product, question, passages, history);
  }

  /** The product's id: text does not belong in logs. */
  @Override
  public String toString() {
    return "QaRequest[" + product.id() + "]";
  }
}
