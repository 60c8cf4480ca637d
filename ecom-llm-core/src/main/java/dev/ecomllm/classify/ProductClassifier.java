package dev.ecomllm.classify;

import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.product.Product;
import java.util.function.Function;

/**
 * Says which category a product belongs to. Implementations are thread-safe; a lambda is a fake.
 */
@FunctionalInterface
public interface ProductClassifier extends Function<Product, Classification> {

  /**
   * Classifies one product.
   *
   * @throws EcomLlmException if no answer comes or it is unusable
   */
  Classification classify(Product product);

  /** The same as {@link #classify(Product)}. */
  @Override
  default Classification apply(Product product) {
    return classify(product);
  }
}
