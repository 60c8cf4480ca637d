package dev.ecomllm.rag.knowledge;

import java.util.Locale;

/** Where a text about a product comes from. */
public enum SourceKind {
  /** What the shop or the maker writes of it. */
  DESCRIPTION,
  /** Named values. */
  SPECIFICATION,
  /** Instructions and handbooks, as text. */
  MANUAL,
  /** What a buyer writes of it. */
  REVIEW,
  /** A question that was asked before, and its answer. */
  QUESTION_ANSWER;

  /** Lower case, such as {@code "question_answer"}: what passages and files say. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind of this label.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static SourceKind of(String label) {
    for (SourceKind kind : values()) {
      if (kind.label().equals(label.strip().toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "a source must be description, specification, manual, review or question_answer");
  }
}
