package dev.ecomllm.examples.quickstart;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.route.Failover;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server is gone, and the shop goes on: the embedded engine answers what the endpoint does not.
 * Run with {@code -Dexec.mainClass=dev.ecomllm.examples.quickstart.WithoutTheServer} while no
 * server listens there: the first products wait for retries, the others don't, because the circuit
 * breaker knows.
 */
public final class WithoutTheServer {

  private WithoutTheServer() {}

  /** Classifies the catalogue on the endpoint given, or on a local one. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    URI endpoint = URI.create(args.length > 0 ? args[0] : "http://localhost:8000/v1");
    EmbeddedEcomLlm embedded = EmbeddedEcomLlm.open();
    try (EcomLlm llm =
        EcomLlm.builder()
            .endpoint(endpoint)
            .model("ecom-mistral-7b")
            .candidates(embedded.categories())
            .build()) {
      run(
          out,
          Failover.within(Duration.ofSeconds(2)) // both sides together
              .classifier(llm.classifier(), embedded.classifier()),
          Catalogue.items().stream().map(Catalogue.Item::product).toList());
    }
  }

  /** How many products each side answered. */
  static Map<String, Integer> run(
      PrintStream out, ProductClassifier classifier, List<Product> products) {
    Map<String, Integer> answeredBy = new TreeMap<>();
    for (Product product : products) {
      long start = System.nanoTime();
      String side = classifier.classify(product).answeredBy();
      out.printf(
          Locale.ROOT,
          "%6.1f ms  %-12s %s%n",
          (System.nanoTime() - start) / 1e6,
          side,
          product.title());
      answeredBy.merge(side, 1, Integer::sum);
    }
    out.println(answeredBy);
    return answeredBy;
  }
}
