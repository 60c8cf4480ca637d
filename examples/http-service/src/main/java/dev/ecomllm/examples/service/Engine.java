package dev.ecomllm.examples.service;

import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.ProductQa;

/** Who answers: the embedded engine or an endpoint, as the settings say. Thread-safe. */
interface Engine extends AutoCloseable {

  ProductClassifier classifier();

  AttributeExtractor extractor();

  ProductQa qa();

  /** {@code "embedded"}, or the endpoint's model. */
  String name();

  /** Whether it could answer now as it should: an endpoint's server may be gone. */
  boolean isWell();

  /** Loads what the first request would have to wait for. */
  void warmUp(Product product);

  @Override
  void close();
}
