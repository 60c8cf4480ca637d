package dev.ecomllm.rag.knowledge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Something that is known of a product: a text, a table, or both. One without any content is fine:
 * ingesting it removes what it said before. Immutable.
 *
 * @param id the shop's id of the document, not blank: a later document with this id replaces it
 * @param product the product's id, not blank
 * @param family what the product is a variant of, {@code ""} if nothing
 * @param kind where it comes from
 * @param field which part of the product's data it is, such as {@code "bullets"}; may be {@code ""}
 * @param text the text, possibly of megabytes; may be {@code ""}
 * @param table named values in the order given; may be empty. For {@link
 *     SourceKind#QUESTION_ANSWER} questions and their answers
 */
public record Document(
    String id,
    String product,
    String family,
    SourceKind kind,
    String field,
    String text,
    Map<String, String> table) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if an id is blank
   */
  public Document {
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(text, "text");
    if (id.isBlank() || product.isBlank()) {
      throw new IllegalArgumentException("a document needs an id and a product that are not blank");
    }
    table = Collections.unmodifiableMap(new LinkedHashMap<>(table));
    table.forEach(
        (name, value) -> {
          Objects.requireNonNull(name, "name");
          Objects.requireNonNull(value, () -> "value of a row");
        });
  }

  /** A text. */
  public static Document text(String id, String product, SourceKind kind, String text) {
    return new Document(id, product, "", kind, "", text, Map.of());
  }

  /** A table of named values. */
  public static Document specification(String id, String product, Map<String, String> table) {
    return new Document(id, product, "", SourceKind.SPECIFICATION, "", "", table);
  }

  /** A question that was asked before, and its answer. */
  public static Document questionAnswer(String id, String product, String question, String answer) {
    return new Document(
        id, product, "", SourceKind.QUESTION_ANSWER, "", "", Map.of(question, answer));
  }

  /** This document of a product of that family. */
  public Document withFamily(String family) {
    return new Document(id, product, family, kind, field, text, table);
  }

  /** This document as that part of the product's data. */
  public Document withField(String field) {
    return new Document(id, product, family, kind, field, text, table);
  }

  /** Ids alone: text does not belong in logs. */
  @Override
  public String toString() {
    return "Document[" + id + " of product " + product + "]";
  }
}
