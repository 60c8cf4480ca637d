package dev.ecomllm.examples.quickstart;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.route.Failover;
import java.net.URI;
import java.time.Duration;

/**
 * Wiring without a framework: one of each for the whole application, made at the start, closed at
 * the end. Run with {@code -Dexec.mainClass=dev.ecomllm.examples.quickstart.PlainJava}.
 */
public final class PlainJava {

  private PlainJava() {}

  /** Describes a product, by the endpoint given or a local one, or else by the embedded engine. */
  public static void main(String[] args) {
    URI endpoint = URI.create(args.length > 0 ? args[0] : "http://localhost:8000/v1");
    EmbeddedEcomLlm embedded = EmbeddedEcomLlm.open(); // thread-safe, nothing to close
    try (EcomLlm llm =
        EcomLlm.builder()
            .endpoint(endpoint)
            .model("ecom-mistral-7b")
            .candidates(embedded.categories())
            .build()) { // thread-safe, asks nobody yet
      System.out.println(
          service(llm, embedded).describe(Product.of("sku-1", "Nike Air Max 90 Running Shoes")));
    }
  }

  static ListingService service(EcomLlm llm, EmbeddedEcomLlm embedded) {
    Failover failover = Failover.within(Duration.ofSeconds(2));
    return new ListingService(
        failover.classifier(llm.classifier(), embedded.classifier()),
        failover.extractor(llm.extractor(), embedded.extractor()));
  }
}
