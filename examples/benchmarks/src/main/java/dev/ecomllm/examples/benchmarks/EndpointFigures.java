package dev.ecomllm.examples.benchmarks;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.classify.ClassifierOptions;
import dev.ecomllm.classify.ClassifierOptions.Strategy;
import dev.ecomllm.classify.ModelClassifier;
import dev.ecomllm.observe.CallCounts;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.candidates.CategoryIndex;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What classification costs on a real endpoint: tokens for each product with a shortlist and with
 * paths, and how many products a second one at a time and through {@link Bulk}. Run with {@code
 * training-scripts/real_vllm/serve java -cp examples/benchmarks/target/benchmarks.jar
 * dev.ecomllm.examples.benchmarks.EndpointFigures MODEL PRODUCTS}; {@code ECOM_LLM_VLLM} names the
 * endpoint. No product is asked about twice, so that nothing but what prompts share is cached.
 */
public final class EndpointFigures {

  private static final List<String> THINGS =
      List.of(
          "stainless steel kettle 1.7 l",
          "trail running shoes, men",
          "wireless over-ear headphones",
          "14-inch laptop, 16 GB RAM",
          "fleece jacket, women",
          "wooden toy train, 24 parts",
          "cordless drill 18 V",
          "dry cat food 2 kg");

  private static final List<String> COLORS = List.of("black", "red", "blue", "white", "green");

  private EndpointFigures() {}

  /** Prints a table. */
  public static void main(String[] args) {
    URI endpoint = URI.create(System.getenv("ECOM_LLM_VLLM"));
    int count = Integer.parseInt(args[1]);
    CallCounts counts = new CallCounts();
    try (EcomLlm llm =
        EcomLlm.builder()
            .endpoint(endpoint)
            .model(args[0])
            .timeout(Duration.ofMinutes(5))
            .deadline(Duration.ofMinutes(10))
            .candidates(CategoryIndex.googleByWords())
            .listener(counts)
            .build()) {
      System.out.println(
          "| strategy | prompt tokens | reply tokens | calls | one at a time | Bulk | ratio |");
      System.out.println("|---|---|---|---|---|---|---|");
      for (Strategy strategy : List.of(Strategy.SHORTLIST, Strategy.PATH)) {
        ModelClassifier classifier =
            llm.classifier(ClassifierOptions.defaults().withStrategy(strategy));
        classifier.classify(product(-1)); // compiles the constraint
        CallCounts.Snapshot before = counts.snapshot();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
          classifier.classify(product(i));
        }
        double alone = count * 1e9 / (System.nanoTime() - start);
        double together =
            Bulk.of(classifier)
                .run(
                    IntStream.range(count, 2 * count).mapToObj(EndpointFigures::product).iterator(),
                    outcome -> {})
                .rate();
        CallCounts.Snapshot after = counts.snapshot();
        System.out.printf(
            Locale.ROOT,
            "| %s | %.0f | %.1f | %.2f | %.2f/s | %.2f/s | %.1f |%n",
            strategy.toString().toLowerCase(Locale.ROOT),
            (after.promptTokens() - before.promptTokens()) / (2.0 * count),
            (after.completionTokens() - before.completionTokens()) / (2.0 * count),
            (after.calls() - before.calls()) / (2.0 * count),
            alone,
            together,
            together / alone);
      }
    }
  }

  private static Product product(int i) {
    return Product.of(
        "sku-" + i,
        "Model "
            + (1_000 + i)
            + " "
            + THINGS.get(Math.floorMod(i, THINGS.size()))
            + ", "
            + COLORS.get(Math.floorMod(i, COLORS.size())));
  }
}
