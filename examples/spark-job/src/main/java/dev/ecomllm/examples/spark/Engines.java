package dev.ecomllm.examples.spark;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.Enrichment;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One engine per executor: opened by the first task that needs it, shared by all tasks of the JVM,
 * and ended with it. Thread-safe.
 */
final class Engines {

  private static final Map<EngineSettings, Function<Product, Enrichment>> OPEN =
      new ConcurrentHashMap<>();

  private static final Map<Boolean, EmbeddedEcomLlm> EMBEDDED = new ConcurrentHashMap<>();

  private Engines() {}

  static Function<Product, Enrichment> of(EngineSettings settings) {
    return OPEN.computeIfAbsent(settings, Engines::open);
  }

  /** For tests: how many this JVM has opened. */
  static int opened() {
    return OPEN.size();
  }

  private static Function<Product, Enrichment> open(EngineSettings settings) {
    EmbeddedEcomLlm embedded =
        EMBEDDED.computeIfAbsent(
            settings.kind() == EngineSettings.Kind.WORDS,
            words -> words ? EmbeddedEcomLlm.openByWords() : EmbeddedEcomLlm.open());
    if (settings.kind() != EngineSettings.Kind.ENDPOINT) {
      return settings.attributes()
          ? embedded::enrich
          : product -> categoryOnly(embedded.classifier(), product);
    }
    // Not closed: it is asked until the executor's JVM ends, and its sockets end with that.
    EcomLlm llm =
        EcomLlm.builder()
            .endpoint(URI.create(settings.endpoint()))
            .model(settings.model())
            .apiKey(System.getenv().getOrDefault("ECOM_LLM_API_KEY", ""))
            .candidates(embedded.categories())
            .build();
    return settings.attributes() ? llm::enrich : product -> categoryOnly(llm.classifier(), product);
  }

  private static Enrichment categoryOnly(ProductClassifier classifier, Product product) {
    Classification answer = classifier.classify(product);
    return new Enrichment(
        answer, new ExtractedAttributes(product.id(), List.of(), List.of(), answer.answeredBy()));
  }
}
