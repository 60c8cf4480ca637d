package dev.ecomllm.extract;

import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.product.Product;
import java.util.function.Function;

/**
 * Says which attributes a product's text states. Implementations are thread-safe; a lambda is a
 * fake.
 */
@FunctionalInterface
public interface AttributeExtractor extends Function<ExtractRequest, ExtractedAttributes> {

  /**
   * Extracts from one product.
   *
   * @throws EcomLlmException if no answer comes or it is unusable
   */
  ExtractedAttributes extract(ExtractRequest request);

  /** Extracts whatever attributes the text states, under common names. */
  default ExtractedAttributes extract(Product product) {
    return extract(ExtractRequest.open(product));
  }

  /** Extracts the attributes of a schema. */
  default ExtractedAttributes extract(Product product, AttributeSchema schema) {
    return extract(ExtractRequest.of(product, schema));
  }

  /** The same as {@link #extract(ExtractRequest)}. */
  @Override
  default ExtractedAttributes apply(ExtractRequest request) {
    return extract(request);
  }
}
