package dev.ecomllm.extract;

import dev.ecomllm.product.Product;
import java.util.Objects;

/**
 * What to extract, and from which product.
 *
 * @param product the product
 * @param schema the attributes asked for; {@link AttributeSchema#OPEN} for any that the text states
 * @param category a label that tells the model what it looks at, such as a category path; {@code
 *     ""} if there is none
 */
public record ExtractRequest(Product product, AttributeSchema schema, String category) {

  /** Checks for null. */
  public ExtractRequest {
    Objects.requireNonNull(product, "product");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(category, "category");
  }

  /** Any attribute that the text states. */
  public static ExtractRequest open(Product product) {
    return new ExtractRequest(product, AttributeSchema.OPEN, "");
  }

  /** The attributes of a schema. */
  public static ExtractRequest of(Product product, AttributeSchema schema) {
    return new ExtractRequest(product, schema, "");
  }

  /** This request with a category label. */
  public ExtractRequest withCategory(String category) {
    return new ExtractRequest(product, schema, category);
  }
}
