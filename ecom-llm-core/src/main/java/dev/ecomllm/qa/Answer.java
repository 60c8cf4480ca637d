package dev.ecomllm.qa;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** The answer to a question: known, with its citations, or not known. Immutable. */
public sealed interface Answer {

  /** Whose product. */
  String productId();

  /**
   * The probability, 0 to 1, that the passages answer the question; absent where nothing is known
   * of it.
   */
  OptionalDouble confidence();

  /** The places of the passages, those that bear most on the question first. */
  List<Integer> ranked();

  /** The model's name, or {@code "embedded"}. */
  String answeredBy();

  /**
   * The product's data answers the question.
   *
   * @param productId whose product
   * @param text the answer
   * @param citations the passages that prove it, at least one
   * @param confidence the probability, 0 to 1, that the passages answer the question
   * @param ranked the places of the passages, best first
   * @param answeredBy the model's name, or {@code "embedded"}
   */
  record Known(
      String productId,
      String text,
      List<Citation> citations,
      OptionalDouble confidence,
      List<Integer> ranked,
      String answeredBy)
      implements Answer {

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if there is no text or no citation
     */
    public Known {
      Objects.requireNonNull(productId, "productId");
      citations = List.copyOf(citations);
      ranked = List.copyOf(ranked);
      if (text.isBlank() || citations.isEmpty()) {
        throw new IllegalArgumentException("a known answer needs a text and a citation");
      }
    }

    /** The answer, sentence by sentence, each with those of the citations that state it. */
    public List<CheckedSentence> sentences() {
      return Support.sentences(text, citations);
    }
  }

  /**
   * The product's data does not say.
   *
   * @param productId whose product
   * @param reason why, for the shop's people
   * @param confidence the probability, 0 to 1, that the passages answer the question all the same
   * @param ranked the places of the passages, best first
   * @param answeredBy the model's name, or {@code "embedded"}
   * @param rejected the answer that was not given, {@code ""} if there was none; for the shop's
   *     people, not for shoppers: nothing proves it
   */
  record Unknown(
      String productId,
      Reason reason,
      OptionalDouble confidence,
      List<Integer> ranked,
      String answeredBy,
      String rejected)
      implements Answer {

    /** Checks for null and copies. */
    public Unknown {
      Objects.requireNonNull(productId, "productId");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(rejected, "rejected");
      ranked = List.copyOf(ranked);
    }

    /** Nothing was rejected. */
    public Unknown(
        String productId,
        Reason reason,
        OptionalDouble confidence,
        List<Integer> ranked,
        String answeredBy) {
      this(productId, reason, confidence, ranked, answeredBy, "");
    }
  }

  /** Why a question stays open. */
  enum Reason {
    /** Nothing is known of the product. */
    NO_PASSAGES,
    /** What is known does not answer the question, or not surely enough. */
    NOT_ANSWERED,
    /** An answer was given that its citations do not support. */
    UNSUPPORTED
  }
}
