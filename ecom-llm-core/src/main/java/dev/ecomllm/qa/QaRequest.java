package dev.ecomllm.qa;

import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A question about a product. Immutable.
 *
 * @param product what it is about
 * @param question what the shopper asks, not blank
 * @param passages what to answer from; none means: look it up in the {@link KnowledgeSource}, or
 *     else in the product's own text
 * @param history the last {@value #MOST_TURNS} turns of the conversation, oldest first
 */
public record QaRequest(
    Product product, String question, List<Passage> passages, List<Turn> history) {

  /** What was said before these is forgotten. */
  public static final int MOST_TURNS = 4;

  /**
   * Checks and copies; of a longer history it keeps the last turns.
   *
   * @throws IllegalArgumentException if the question is blank
   */
  public QaRequest {
    Objects.requireNonNull(product, "product");
    passages = List.copyOf(passages);
    history =
        List.copyOf(history.subList(Math.max(0, history.size() - MOST_TURNS), history.size()));
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

  /** What the shopper asks next, after this question and its answer; passages are found anew. */
  public QaRequest followUp(Answer answer, String question) {
    List<Turn> turns = new ArrayList<>(history);
    turns.add(new Turn(this.question, answer instanceof Answer.Known known ? known.text() : ""));
    return new QaRequest(product, question, List.of(), turns);
  }

  /**
   * The question as a search takes it: one that leans on the conversation ("and in blue?") stands
   * together with the earlier one that it leans on.
   */
  public String standalone() {
    return FollowUp.standalone(question, history);
  }

  /** The product's id: text does not belong in logs. */
  @Override
  public String toString() {
    return "QaRequest[" + product.id() + "]";
  }
}
