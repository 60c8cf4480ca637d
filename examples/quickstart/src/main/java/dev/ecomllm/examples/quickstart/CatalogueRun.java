package dev.ecomllm.examples.quickstart;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.Summary;
import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.observe.CallCounts;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.route.Failover;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A catalogue on several servers, with a journal, a cache on disk and counts. Run with {@code
 * -Dexec.mainClass=dev.ecomllm.examples.quickstart.CatalogueRun -Dexec.args="http://gpu-1:8000/v1
 * http://gpu-2:8000/v1"}; stop it, run it again, and it goes on.
 */
public final class CatalogueRun {

  private CatalogueRun() {}

  /** Classifies a thousand mugs on the endpoints given, or on a local one. */
  public static void main(String[] args) {
    List<URI> servers =
        args.length > 0
            ? Arrays.stream(args).map(URI::create).toList()
            : List.of(URI.create("http://localhost:8000/v1"));
    List<Product> products =
        IntStream.range(0, 1_000)
            .mapToObj(i -> Product.of("sku-" + i, "Stoneware mug " + (200 + i) + " ml"))
            .toList();
    EmbeddedEcomLlm embedded = EmbeddedEcomLlm.open();

    CallCounts counts = new CallCounts();
    try (EcomLlm llm =
        EcomLlm.builder()
            .endpoints(servers.toArray(URI[]::new)) // the one with the fewest calls comes first
            .model("ecom-mistral-7b")
            .deadline(Duration.ofSeconds(10)) // over all tries
            .cache(ResponseCache.onDisk(Path.of("cache"), 1L << 30, Duration.ofDays(30)))
            .candidates(embedded.categories())
            .listener(counts)
            .build()) {
      Summary summary =
          Bulk.of(llm.classifier())
              .journal(Path.of("run.jsonl")) // the same run again picks up where it stopped
              .progress(p -> System.err.println(p.done() + " done, left: " + p.left()))
              .run(products.iterator(), outcome -> System.out.println(outcome));
      System.err.println(summary + ", cache hits " + counts.snapshot().hitRate());

      ProductClassifier always =
          Failover.within(Duration.ofSeconds(10))
              .classifier(llm.classifier(), embedded.classifier());
      System.out.println(always.classify(products.get(0)).answeredBy());
    }
  }
}
