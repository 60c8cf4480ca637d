package dev.ecomllm.rag.store;

import java.util.Set;

/**
 * Which passages: those whose label has one of the values, less those of some revisions.
 *
 * @param label what is compared
 * @param values not empty
 * @param exceptRevisions passages of these revisions are left out; mostly empty
 */
public record Where(Label label, Set<String> values, Set<String> exceptRevisions) {

  /** What passages can be chosen by. */
  public enum Label {
    /** The product's id. */
    PRODUCT,
    /** The product's family. */
    FAMILY,
    /** The document's id. */
    DOCUMENT;

    String of(StoredPassage passage) {
      return switch (this) {
        case PRODUCT -> passage.product();
        case FAMILY -> passage.family();
        case DOCUMENT -> passage.document();
      };
    }
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is no value, or a blank one
   */
  public Where {
    values = Set.copyOf(values);
    exceptRevisions = Set.copyOf(exceptRevisions);
    if (values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a choice of passages needs values that are not blank");
    }
  }

  /** The passages of a product. */
  public static Where product(String id) {
    return new Where(Label.PRODUCT, Set.of(id), Set.of());
  }

  /** The passages of all products of a family. */
  public static Where family(String family) {
    return new Where(Label.FAMILY, Set.of(family), Set.of());
  }

  /** The passages of these documents. */
  public static Where documents(Set<String> ids) {
    return new Where(Label.DOCUMENT, ids, Set.of());
  }

  /** These, less those of the revisions. */
  public Where exceptRevisions(Set<String> revisions) {
    return new Where(label, values, revisions);
  }
}
