package dev.ecomllm.examples.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.ecomllm.EcomLlm;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.ModelClassifier;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Processor time of a whole process for each item: the same classifications in a loop, and through
 * {@link Bulk}. The model answers at once, in this JVM, so that all of it is the library's; the
 * figures to compare are {@code cpuMicrosPerItem}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 10)
@Fork(3)
public class BulkOverhead {

  private static final int ITEMS = 20_000;

  private final List<Product> products =
      IntStream.range(0, ITEMS)
          .mapToObj(
              i ->
                  Product.of("sku-" + i, "Apple MacBook Pro 14-inch M3 Pro chip, item " + i)
                      .withDescription(
                          "With industry-leading battery life and a beautiful Liquid Retina XDR"
                              + " display, it is a pro laptop without equal."))
          .toList();

  private final ModelClassifier classifier =
      EcomLlm.builder()
          .client(ModelClient.of("instant", (request, timeout) -> ModelReply.of("A", "instant")))
          .candidates(
              (product, limit) ->
                  Taxonomy.google().categories().stream()
                      .limit(limit)
                      .map(category -> new Candidate(category, 0))
                      .toList())
          .build()
          .classifier();

  private Path folder = Path.of("");
  private int run;

  /** What one item cost. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cost {

    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Processor time of all threads, in microseconds for each item. */
    public double cpuMicrosPerItem;

    long began() {
      return SYSTEM.getProcessCpuTime();
    }

    void ended(long began) {
      cpuMicrosPerItem = (SYSTEM.getProcessCpuTime() - began) / 1e3 / ITEMS;
    }
  }

  /** A place for journals. */
  @Setup
  public void setUp() throws IOException {
    folder = Files.createTempDirectory("bulk-overhead");
  }

  /** Removes them. */
  @TearDown
  public void tearDown() throws IOException {
    for (int i = 0; i < run; i++) {
      Files.deleteIfExists(folder.resolve(i + ".jsonl"));
    }
    Files.delete(folder);
  }

  /** One after the other, on one thread. */
  @Benchmark
  public long loop(Cost cost) {
    long began = cost.began();
    long known = 0;
    for (Product product : products) {
      known += classifier.classify(product).category().id();
    }
    cost.ended(began);
    return known;
  }

  /** Through Bulk, at its default settings. */
  @Benchmark
  public long bulk(Cost cost) {
    long began = cost.began();
    long done = Bulk.of(classifier).run(products.iterator(), outcome -> {}).total();
    cost.ended(began);
    return done;
  }

  /** The same with a journal. */
  @Benchmark
  public long bulkWithJournal(Cost cost) {
    long began = cost.began();
    Path journal = folder.resolve(run++ + ".jsonl");
    long done =
        Bulk.of(classifier).journal(journal).run(products.iterator(), outcome -> {}).total();
    cost.ended(began);
    return done;
  }
}
