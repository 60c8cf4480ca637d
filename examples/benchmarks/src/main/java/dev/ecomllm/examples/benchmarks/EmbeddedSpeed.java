package dev.ecomllm.examples.benchmarks;

import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.AttributeSchema;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.LabelledAttributes;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.lexicon.Lexicon;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.rag.offline.EmbeddedExtractor;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * How quick the embedded engine is, beside the embedding model alone on the same titles and
 * threads: {@code java -Xmx400m -cp benchmarks.jar dev.ecomllm.examples.benchmarks.EmbeddedSpeed}.
 * Everything takes turns within each round; medians of the rounds are printed. A heap of 400 MB is
 * part of the measurement: it would not run in less than it needs.
 */
public final class EmbeddedSpeed {

  private static final int ROUNDS = 5;
  private static final int TITLES = 400;

  private static final int COFFEES = 60;

  /** Words alone are so much quicker that a round needs more of them. */
  private static final int TIMES_BY_WORDS = 25;

  private EmbeddedSpeed() {}

  /** Measures start-up, memory and rates, with one thread and with all processors. */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    EmbeddedEcomLlm full = EmbeddedEcomLlm.open();
    System.out.printf("open, full engine: %.2f s%n", seconds(start));
    start = System.nanoTime();
    full.classifier().classify(Product.of("1", "Stainless steel water bottle 750 ml"));
    System.out.printf("first answer: %.3f s%n", seconds(start));
    System.gc();
    Runtime jvm = Runtime.getRuntime();
    System.out.printf("heap in use: %d MB%n", (jvm.totalMemory() - jvm.freeMemory()) >> 20);
    start = System.nanoTime();
    EmbeddedEcomLlm words = EmbeddedEcomLlm.openByWords();
    System.out.printf("open, by words, in a warm JVM: %.2f s%n", seconds(start));

    List<Product> products = products();
    Embedder embedder = LangChain4jEmbedder.bgeSmallEn();
    AttributeExtractor extractor = EmbeddedExtractor.create().learning(coffees());
    List<Product> coffees = coffees().stream().map(LabelledAttributes::product).toList();
    AttributeSchema schema = AttributeSchema.ofNames(List.of("Mood", "Cut", "Weight", "Brand"));
    for (int threads : new int[] {1, jvm.availableProcessors()}) {
      double[] embed = new double[ROUNDS];
      double[] classify = new double[ROUNDS];
      double[] byWords = new double[ROUNDS];
      double[] extract = new double[ROUNDS];
      for (int round = -1; round < ROUNDS; round++) {
        double a = rate(threads, 1, products, p -> embedder.embed(p.title()));
        double b = rate(threads, 1, products, full.classifier()::classify);
        double c = rate(threads, TIMES_BY_WORDS, products, words.classifier()::classify);
        double d =
            rate(
                threads,
                TITLES / COFFEES,
                coffees,
                p -> extractor.extract(ExtractRequest.of(p, schema).withCategory("Coffee")));
        // The first round warms up.
        if (round >= 0) {
          embed[round] = a;
          classify[round] = b;
          byWords[round] = c;
          extract[round] = d;
        }
      }
      System.out.printf(
          "%d threads: embedding alone %.0f/s, classifying %.0f/s (ratio %s), by words %.0f/s%n",
          threads, median(embed), median(classify), ratios(classify, embed), median(byWords));
      System.out.printf(
          "%d threads: extracting with learned attributes %.0f/s (of classifying: %s)%n",
          threads, median(extract), ratios(extract, classify));
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Titles of the lexicon from all over the tree. */
  private static List<Product> products() {
    Lexicon lexicon = Lexicon.builtin();
    List<String> titles =
        Taxonomy.google().categories().stream()
            .flatMap(category -> lexicon.find(category).stream())
            .flatMap(entry -> entry.titles().stream())
            .toList();
    return IntStream.range(0, TITLES)
        .mapToObj(i -> Product.of("p" + i, titles.get(i * (titles.size() / TITLES))))
        .toList();
  }

  private static List<LabelledAttributes> coffees() {
    List<String> roasts = List.of("Dawn Roast", "Dusk Roast", "Noon Roast");
    List<String> cuts = List.of("coarse", "fine", "whole bean");
    return IntStream.range(0, COFFEES)
        .mapToObj(
            i -> {
              String roast = roasts.get(i % 3);
              String cut = cuts.get(i / 3 % 3);
              String title = "Maker" + i + " " + roast + " Coffee, " + cut + ", pack of 2, 250 g";
              return new LabelledAttributes(
                  Product.of("c" + i, title),
                  "Coffee",
                  Map.of("Mood", List.of(roast), "Cut", List.of(cut)));
            })
        .toList();
  }

  private static double rate(int threads, int times, List<Product> products, Consumer<Product> work)
      throws InterruptedException, ExecutionException {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      long start = System.nanoTime();
      pool.submit(
              () ->
                  IntStream.range(0, times * products.size())
                      .parallel()
                      .forEach(i -> work.accept(products.get(i % products.size()))))
          .get();
      return times * products.size() / seconds(start);
    } finally {
      pool.shutdown();
    }
  }

  private static String ratios(double[] of, double[] to) {
    double[] ratios = new double[of.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = of[i] / to[i];
    }
    Arrays.sort(ratios);
    return String.format(
        "%.2f, from %.2f to %.2f", median(ratios), ratios[0], ratios[ratios.length - 1]);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
