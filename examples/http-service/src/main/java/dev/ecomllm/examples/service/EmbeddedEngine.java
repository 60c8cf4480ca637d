package dev.ecomllm.examples.service;

import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;

/** No server: everything in this JVM. */
final class EmbeddedEngine implements Engine {

  private final EmbeddedEcomLlm engine;

  EmbeddedEngine(boolean wordsOnly) {
    engine = wordsOnly ? EmbeddedEcomLlm.openByWords() : EmbeddedEcomLlm.open();
  }

  @Override
  public ProductClassifier classifier() {
    return engine.classifier();
  }

  @Override
  public AttributeExtractor extractor() {
    return engine.extractor();
  }

  @Override
  public ProductQa qa() {
    return engine.qa();
  }

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public boolean isWell() {
    return true;
  }

  @Override
  public void warmUp(Product product) {
    engine.enrich(product);
    engine.qa().ask(product, "What is it made of?");
  }

  @Override
  public void close() {}
}
