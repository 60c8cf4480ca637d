package dev.ecomllm.classify;

import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Category;
import java.util.Objects;

/**
 * A product whose category a person or a trusted source has given: what a shop's own catalogue is
 * full of, and what a review gives back.
 *
 * @param product the product
 * @param category its category
 */
public record LabelledProduct(Product product, Category category) {

  /** Checks for null. */
  public LabelledProduct {
    Objects.requireNonNull(product, "product");
    Objects.requireNonNull(category, "category");
  }
}
