package dev.ecomllm.examples.quickstart;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.SchemaRegistry;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;

/**
 * The three tasks, whoever answers.
 *
 * @param name for the headline
 * @param classifier which category
 * @param schemas which attributes a category has
 * @param extractor which attributes
 * @param qa answers
 */
record Engine(
    String name,
    ProductClassifier classifier,
    SchemaRegistry schemas,
    AttributeExtractor extractor,
    ProductQa qa) {

  /** The endpoint that the environment names, or else the embedded engine. */
  static Engine open() {
    if (System.getenv("ECOM_LLM_ENDPOINT") == null) {
      EmbeddedEcomLlm llm = EmbeddedEcomLlm.open();
      return new Engine(
          "the embedded engine (no server)",
          llm.classifier(),
          SchemaRegistry.builtin(),
          llm.extractor(),
          llm.qa());
    }
    EcomLlm llm = EcomLlm.fromEnv();
    return new Engine(
        System.getenv("ECOM_LLM_MODEL") + " at " + System.getenv("ECOM_LLM_ENDPOINT"),
        llm.classifier(),
        SchemaRegistry.builtin(),
        llm.extractor(),
        llm.qa());
  }
}
