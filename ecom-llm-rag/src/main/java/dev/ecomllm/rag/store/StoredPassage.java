package dev.ecomllm.rag.store;

import java.util.Objects;

/**
 * A passage with all that an index has to know of it.
 *
 * @param id derived from document, revision and position: the same passage has the same id in every
 *     run
 * @param product the shop's id of the product
 * @param family what the product is a variant of, {@code ""} if nothing
 * @param source the kind of text, such as {@code "review"}
 * @param field which part of the product's data, such as {@code "description"}; may be {@code ""}
 * @param position its place among the passages of its document, from 0
 * @param document the id of the document that it was cut from
 * @param revision what the document said then, as a hash
 * @param text what it says
 */
public record StoredPassage(
    String id,
    String product,
    String family,
    String source,
    String field,
    int position,
    String document,
    String revision,
    String text) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the id or the text is blank
   */
  public StoredPassage {
    Objects.requireNonNull(product, "product");
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(document, "document");
    Objects.requireNonNull(revision, "revision");
    if (id.isBlank() || text.isBlank()) {
      throw new IllegalArgumentException("a passage needs an id and a text that are not blank");
    }
  }

  /** Ids alone: text does not belong in logs. */
  @Override
  public String toString() {
    return "StoredPassage[" + document + " " + position + "]";
  }
}
