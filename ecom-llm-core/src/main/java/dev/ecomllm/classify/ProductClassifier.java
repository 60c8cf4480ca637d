package dev.ecomllm.classify;

import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.product.Product;

/**
 * Says which category a product belongs to. Implementations are thread-safe; a lambda is a fake.
 */
@FunctionalInterface
public interface ProductClassifier {

  /**
   * Classifies one product.
   *
   * @throws EcomLlmException if no answer comes or it is unusable
   */
  Classification classify(Product product);
}
