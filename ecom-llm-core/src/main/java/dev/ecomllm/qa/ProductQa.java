package dev.ecomllm.qa;

import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.product.Product;

/**
 * Answers a shopper's question from the product's own data, or says that the data does not.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface ProductQa {

  /**
   * Answers one question.
   *
   * @throws EcomLlmException if no answer comes or it is unusable
   */
  Answer ask(QaRequest request);

  /** Answers one question about a product from what is known of it. */
  default Answer ask(Product product, String question) {
    return ask(QaRequest.of(product, question));
  }
}
