package dev.ecomllm;

import dev.ecomllm.classify.Classification;
import dev.ecomllm.extract.ExtractedAttributes;
import java.util.Objects;

/**
 * A product's category, and the attributes that its kind has. Immutable.
 *
 * @param classification the category, and how far it can be relied on
 * @param attributes what the text states of them
 */
public record Enrichment(Classification classification, ExtractedAttributes attributes) {

  /** Checks for null. */
  public Enrichment {
    Objects.requireNonNull(classification, "classification");
    Objects.requireNonNull(attributes, "attributes");
  }
}
