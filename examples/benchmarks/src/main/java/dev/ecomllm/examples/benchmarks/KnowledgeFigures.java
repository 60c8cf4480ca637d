package dev.ecomllm.examples.benchmarks;

import dev.ecomllm.product.Product;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.knowledge.Document;
import dev.ecomllm.rag.knowledge.Ingestion;
import dev.ecomllm.rag.knowledge.ProductKnowledge;
import dev.ecomllm.rag.knowledge.SourceKind;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.MemoryStore;
import dev.ecomllm.rag.store.Where;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Figures of product knowledge in memory: {@code java -Xmx3g -cp benchmarks.jar
 * dev.ecomllm.examples.benchmarks.KnowledgeFigures [passages for the model]}. The model's own speed
 * and the ingestion's are measured in turn on the same texts and threads; what 100,000 passages
 * cost beside the model is measured with vectors that cost nothing. Exits with 1 if ingestion has
 * less than 90% of the model's throughput, or if the 99th percentile of searching takes more than
 * twice the time of embedding the question.
 */
public final class KnowledgeFigures {

  private static final int PASSAGES = 100_000;
  private static final int OF_A_PRODUCT = 100;
  private static final int ROUNDS = 5;
  private static final int QUESTIONS = 500;
  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final String[] WORDS =
      ("jacket fleece zip pocket warm water proof battery charge hour cable steel weight gram inch"
              + " size fits wash cold dry blue grey black works great bad return broke month buy"
              + " kitchen table lamp light bulb screen phone case cover strap leather shoe sole walk"
              + " run dog")
          .split(" ");

  private final Path folder;
  private boolean kept = true;

  private KnowledgeFigures(Path folder) {
    this.folder = folder;
  }

  /** Measures all, in about ten minutes on two processors. */
  public static void main(String[] args) throws Exception {
    int sample = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
    KnowledgeFigures figures = new KnowledgeFigures(Files.createTempDirectory("knowledge"));
    Embedder model = LangChain4jEmbedder.bgeSmallEn();
    double ofModel = figures.throughput(model, sample);
    figures.costBesideTheModel(ofModel);
    figures.search(model);
    System.exit(figures.kept ? 0 : 1);
  }

  private double throughput(Embedder model, int count) throws Exception {
    List<Document> documents = documents(count);
    List<String> texts = documents.stream().map(Document::text).toList();
    embedAll(model, texts.subList(0, count / 4)); // warms up
    double[] alone = new double[ROUNDS];
    double[] ingesting = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      int round = i;
      alone[round] = seconds(() -> embedAll(model, texts));
      Path file = folder.resolve("index-" + round);
      MemoryStore store = MemoryStore.open(file, EmbeddingSpace.of(model));
      ingesting[round] =
          seconds(
              () ->
                  Ingestion.into(store, model)
                      .ledger(folder.resolve("ledger-" + round))
                      .run(documents.iterator()));
      ratios[round] = alone[round] / ingesting[round];
    }
    System.out.printf(
        "model alone: %.0f passages/s; ingesting: %.0f passages/s; share, median of %d rounds: %.3f"
            + " (%s)%n",
        count / median(alone),
        count / median(ingesting),
        ROUNDS,
        median(ratios),
        Arrays.stream(ratios).mapToObj("%.3f"::formatted).collect(Collectors.joining(" ")));
    check(median(ratios) >= 0.9);
    return median(alone) / count;
  }

  private void costBesideTheModel(double ofModel) throws Exception {
    List<Document> documents = documents(PASSAGES);
    MemoryStore store = MemoryStore.open(folder.resolve("large"), EmbeddingSpace.of(new Free()));
    Path ledger = folder.resolve("large.ledger");
    double first =
        seconds(() -> Ingestion.into(store, new Free()).ledger(ledger).run(documents.iterator()));
    double again =
        seconds(() -> Ingestion.into(store, new Free()).ledger(ledger).run(documents.iterator()));
    double beside = first / PASSAGES;
    double share = ofModel / (ofModel + beside);
    System.out.printf(
        "%d passages, beside the model: %.1f s, %.0f us a passage (the model: %.0f us): share %.3f;"
            + " again, unchanged: %.1f s%n",
        PASSAGES, first, 1e6 * beside, 1e6 * ofModel, share, again);
    check(share >= 0.9);
    System.out.printf(
        "file: %.0f MB; opened in %.1f s%n",
        Files.size(folder.resolve("large")) / 1e6,
        seconds(() -> MemoryStore.open(folder.resolve("large"), EmbeddingSpace.of(new Free()))));
  }

  private void search(Embedder model) {
    List<String> questions =
        IntStream.range(0, QUESTIONS).mapToObj(i -> words(new Random(i), 8) + "?").toList();
    MemoryStore store = MemoryStore.create(EmbeddingSpace.of(new Free()));
    Ingestion.into(store, new Free()).run(documents(PASSAGES).iterator());
    ProductKnowledge knowledge = ProductKnowledge.of(store, new Free());
    float[] asked = new Free().embed("asked");
    IntConsumer embed = i -> model.embed(questions.get(i));
    IntConsumer product =
        i ->
            knowledge.passages(
                QaRequest.of(Product.of("sku-" + i, "A product"), questions.get(i)), 10);
    IntConsumer all = i -> store.nearest(asked, Where.family("all"), 10);
    for (IntConsumer call : List.of(embed, product, all)) {
      times(call); // warms up
    }
    // In turn, so that whatever else the machine does meets all.
    double[] embedding = times(embed);
    double[] ofProduct = times(product);
    double[] ofAll = times(all);
    System.out.printf(
        "embedding a question: p50 %.2f ms, p99 %.2f ms%n", p(embedding, 50), p(embedding, 99));
    System.out.printf(
        "searching a product of %d among %d: p50 %.2f ms, p99 %.2f ms: p99 is %.2f of embedding's"
            + " p50%n",
        OF_A_PRODUCT,
        PASSAGES,
        p(ofProduct, 50),
        p(ofProduct, 99),
        p(ofProduct, 99) / p(embedding, 50));
    check(p(ofProduct, 99) <= 2 * p(embedding, 50));
    // No question asks this, unless all products were one family: told, not judged.
    System.out.printf(
        "nearest of all %d: p50 %.2f ms, p99 %.2f ms: p99 is %.2f of embedding's p50%n",
        PASSAGES, p(ofAll, 50), p(ofAll, 99), p(ofAll, 99) / p(embedding, 50));
  }

  private void check(boolean holds) {
    kept &= holds;
    System.out.println(holds ? "  holds" : "  DOES NOT HOLD");
  }

  private static List<Document> documents(int count) {
    Random random = new Random(1);
    List<Document> documents = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String text = words(random, 12) + ". " + words(random, 15) + ". " + words(random, 10) + ".";
      documents.add(
          Document.text("d" + i, "sku-" + i / OF_A_PRODUCT, SourceKind.REVIEW, text)
              .withFamily("all"));
    }
    return documents;
  }

  private static String words(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> WORDS[random.nextInt(WORDS.length)])
        .collect(Collectors.joining(" "));
  }

  /** As the ingestion does it: small groups on all processors. */
  private static void embedAll(Embedder model, List<String> texts)
      throws ExecutionException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<List<float[]>>> groups = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += 16) {
      List<String> group = texts.subList(from, Math.min(from + 16, texts.size()));
      groups.add(threads.submit(() -> model.embed(group)));
    }
    for (Future<List<float[]>> group : groups) {
      group.get();
    }
    threads.shutdown();
  }

  private static double[] times(IntConsumer call) {
    double[] times = new double[QUESTIONS];
    for (int i = 0; i < QUESTIONS; i++) {
      long start = System.nanoTime();
      call.accept(i);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    return times;
  }

  private static double p(double[] times, int percent) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static double median(double[] values) {
    return p(values, 50);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Vectors at no cost: of random direction, drawn from the text's hash. */
  private static final class Free implements Embedder {
    private static final int DIMENSION = 384;
    private static final float[][] DRAWN = drawn();

    private static float[][] drawn() {
      Random random = new Random(2);
      float[][] drawn = new float[4_096][DIMENSION];
      for (float[] vector : drawn) {
        double square = 0;
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] = (float) random.nextGaussian();
          square += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] /= (float) Math.sqrt(square);
        }
      }
      return drawn;
    }

    @Override
    public String id() {
      return "free";
    }

    @Override
    public int dimension() {
      return DIMENSION;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.stream().map(text -> DRAWN[Math.floorMod(text.hashCode(), 4_096)]).toList();
    }
  }
}
