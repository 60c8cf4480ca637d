package dev.ecomllm.rag.knowledge;

import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.VectorStore;
import dev.ecomllm.rag.store.Where;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills a store with what is known of products. Running it again with the same documents changes
 * nothing; a changed document replaces its passages; a run that was stopped, by whatever, is gone
 * on with by running it again. New passages are stored before old ones are removed, so at no time
 * is a document missing. Set it up on one thread; one run at a time for a store.
 *
 * <pre>{@code
 * Ingested done = Ingestion.into(store, embedder).ledger(Path.of("products.ledger")).run(documents);
 * }</pre>
 */
public final class Ingestion {

  private final VectorStore store;
  private final Optional<Embedder> embedder;
  private @Nullable Path ledger;
  private Splitting splitting = Splitting.DEFAULT;
  private int concurrency = Runtime.getRuntime().availableProcessors();
  private Duration patience = Duration.ofMinutes(1);
  private boolean pruning;
  private Consumer<Ingested> progress = ingested -> {};
  private Duration checkpoint = Duration.ofSeconds(30);
  private LongSupplier clock = System::nanoTime;
  private Consumer<Duration> pause = Ingestion::sleep;

  private Ingestion(VectorStore store, Optional<Embedder> embedder) {
    ProductKnowledge.requireSame(store, embedder.map(EmbeddingSpace::of));
    this.store = store;
    this.embedder = embedder;
  }

  /**
   * Into a store of vectors.
   *
   * @throws IllegalArgumentException if the store was opened with another embedding model; the
   *     message names both
   */
  public static Ingestion into(VectorStore store, Embedder embedder) {
    return new Ingestion(store, Optional.of(embedder));
  }

  /**
   * Into a store of words alone.
   *
   * @throws IllegalArgumentException if the store needs vectors
   */
  public static Ingestion byWords(VectorStore store) {
    return new Ingestion(store, Optional.empty());
  }

  /**
   * Remembers in a file which documents are in the store: then a run skips what has not changed,
   * and can tell what is gone. Default: none, and everything is embedded again. Losing the file
   * loses nothing else.
   */
  public Ingestion ledger(Path file) {
    ledger = Objects.requireNonNull(file, "file");
    return this;
  }

  /** How documents become passages. Default: {@link Splitting#DEFAULT}. Another replaces all. */
  public Ingestion splitting(Splitting splitting) {
    this.splitting = Objects.requireNonNull(splitting, "splitting");
    return this;
  }

  /**
   * How many threads embed. Default: as many as there are processors.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Ingestion concurrency(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("the concurrency must be at least 1, not " + threads);
    }
    concurrency = threads;
    return this;
  }

  /**
   * For how long to try again when the store is away. Default: one minute; zero means not to try
   * again.
   */
  public Ingestion patience(Duration patience) {
    this.patience = Objects.requireNonNull(patience, "patience");
    return this;
  }

  /**
   * Whether documents that the ledger knows and the run does not bring are removed: for runs that
   * bring all there is. Needs a ledger. Default: no.
   */
  public Ingestion pruning(boolean pruning) {
    this.pruning = pruning;
    return this;
  }

  /** Who hears of progress, after each batch, on the thread that runs. Default: nobody. */
  public Ingestion progress(Consumer<Ingested> progress) {
    this.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }

  /** For tests: how often a run makes sure of what it has, and what the time is. */
  Ingestion time(Duration checkpoint, LongSupplier clock, Consumer<Duration> pause) {
    this.checkpoint = checkpoint;
    this.clock = clock;
    this.pause = pause;
    return this;
  }

  /**
   * Ingests documents. Of documents with the same id, the first counts.
   *
   * @param documents read on this thread, one by one; what it throws ends the run
   * @throws dev.ecomllm.rag.store.StoreException if the store fails for longer than the patience
   * @throws IllegalStateException if another run has the ledger open, or if it is to prune without
   *     one
   * @throws CancellationException if the thread is interrupted; its flag stays set
   */
  public Ingested run(Iterator<Document> documents) {
    if (pruning && ledger == null) {
      throw new IllegalStateException("pruning needs a ledger, which knows what was there");
    }
    try (Ledger opened = openLedger();
        EmbeddingThreads threads = new EmbeddingThreads(embedder, concurrency)) {
      IngestionRun run =
          new IngestionRun(
              new PatientStore(store, patience, pause), opened, threads, splitting, progress);
      run.checkpointEvery(checkpoint, clock);
      return run.over(documents, pruning);
    }
  }

  /**
   * Removes all that is known of these products.
   *
   * @throws dev.ecomllm.rag.store.StoreException if the store fails for longer than the patience
   */
  public void removeProducts(Set<String> products) {
    if (products.isEmpty()) {
      return;
    }
    try (Ledger opened = openLedger()) {
      PatientStore patient = new PatientStore(store, patience, pause);
      patient.remove(new Where(Where.Label.PRODUCT, products, Set.of()));
      patient.flush();
      opened.removed(
          opened.entries().stream()
              .filter(entry -> products.contains(entry.product()))
              .map(Ledger.Entry::document)
              .collect(Collectors.toSet()));
    }
  }

  private Ledger openLedger() {
    return ledger == null ? Ledger.inMemory() : Ledger.open(ledger, store.id());
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the ingestion was interrupted");
    }
  }
}
