package dev.ecomllm.extract;

import dev.ecomllm.product.Product;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A product whose attributes a person or a trusted source has given: what an extractor learns from.
 *
 * @param product the product
 * @param category the shop's label or category path; products of one category have the same kinds
 *     of attributes
 * @param attributes the values of each attribute, as the text states them
 */
public record LabelledAttributes(
    Product product, String category, Map<String, List<String>> attributes) {

  /** Checks and copies. */
  public LabelledAttributes {
    Objects.requireNonNull(product, "product");
    Objects.requireNonNull(category, "category");
    Map<String, List<String>> copy = new LinkedHashMap<>();
    attributes.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    attributes = Collections.unmodifiableMap(copy);
  }
}
