package dev.ecomllm.examples.quickstart;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import java.net.URI;
import java.time.Duration;

/**
 * The same on a vLLM endpoint, which chooses from the embedded engine's shortlist. Run with {@code
 * -Dexec.mainClass=dev.ecomllm.examples.quickstart.OnAnEndpoint}.
 */
public final class OnAnEndpoint {

  private OnAnEndpoint() {}

  /** Classifies a shoe on the endpoint given, or on a local one. */
  public static void main(String[] args) {
    String endpoint = args.length > 0 ? args[0] : "http://localhost:8000/v1";

    try (EcomLlm llm =
        EcomLlm.builder()
            .endpoint(URI.create(endpoint))
            .model("ecom-mistral-7b")
            .timeout(Duration.ofSeconds(30)) // one try, retries not included
            .cache(ResponseCache.inMemory(100_000)) // default: none
            .candidates(
                EmbeddedEcomLlm.open().categories()) // shortlists; without: the model writes paths
            .build()) {
      Classification c =
          llm.classifier().classify(Product.of("sku-1", "Nike Air Max 90 Running Shoes"));
      System.out.println(c.category().path() + " " + c.confidence() + " " + c.decision());
    }
  }
}
