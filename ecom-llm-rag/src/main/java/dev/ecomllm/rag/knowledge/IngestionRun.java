package dev.ecomllm.rag.knowledge;

import dev.ecomllm.rag.store.StoredPassage;
import dev.ecomllm.rag.store.Where;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One run: documents are cut and embedded in batches, a few ahead of the one that is being written.
 * A batch is written in an order that loses nothing wherever it stops: new passages, then old ones
 * away, then (at the next checkpoint) the store to its disk and the documents into the ledger.
 */
final class IngestionRun {

  private static final int BATCH_PASSAGES = 256;
  private static final int BATCH_DOCUMENTS = 256;
  private static final int BATCHES_AHEAD = 2;

  /** Between two checkpoints passes so many times what one takes: a large index takes longer. */
  private static final int SAVING_SHARE = 20;

  private record Batch(
      List<Ledger.Entry> documents,
      List<StoredPassage> passages,
      EmbeddingThreads.Vectors vectors) {}

  private final PatientStore store;
  private final Ledger ledger;
  private final EmbeddingThreads threads;
  private final Splitting splitting;
  private final Consumer<Ingested> progress;
  private Duration checkpoint = Duration.ZERO;
  private LongSupplier clock = System::nanoTime;

  private final Set<String> seen = new HashSet<>();
  private final Queue<Batch> embedding = new ArrayDeque<>();
  private final List<Ledger.Entry> unsaved = new ArrayList<>();
  private List<Ledger.Entry> documents = new ArrayList<>();
  private List<StoredPassage> passages = new ArrayList<>();
  private long savedAt;
  private long savingTook;

  private long unchanged;
  private long stored;
  private long repeated;
  private long storedPassages;
  private long removed;

  IngestionRun(
      PatientStore store,
      Ledger ledger,
      EmbeddingThreads threads,
      Splitting splitting,
      Consumer<Ingested> progress) {
    this.store = store;
    this.ledger = ledger;
    this.threads = threads;
    this.splitting = splitting;
    this.progress = progress;
  }

  void checkpointEvery(Duration time, LongSupplier clock) {
    checkpoint = time;
    this.clock = clock;
  }

  Ingested over(Iterator<Document> source, boolean pruning) {
    savedAt = clock.getAsLong();
    try {
      while (source.hasNext()) {
        take(source.next());
      }
      submit();
      while (!embedding.isEmpty()) {
        write(embedding.remove());
      }
      save();
      if (pruning) {
        prune();
      }
      return done();
    } catch (RuntimeException e) {
      saveAfter(e);
      throw e;
    }
  }

  private void take(Document document) {
    if (!seen.add(document.id())) {
      repeated++;
      return;
    }
    String revision = Revision.of(document, splitting);
    if (ledger.revision(document.id()).filter(revision::equals).isPresent()) {
      unchanged++;
      if (unchanged % BATCH_DOCUMENTS == 0) {
        progress.accept(done());
      }
      return;
    }
    documents.add(new Ledger.Entry(document.id(), document.product(), revision));
    passages.addAll(Revision.passages(document, splitting, revision));
    if (passages.size() >= BATCH_PASSAGES || documents.size() >= BATCH_DOCUMENTS) {
      submit();
    }
  }

  private void submit() {
    if (!documents.isEmpty()) {
      List<String> texts = passages.stream().map(StoredPassage::text).toList();
      embedding.add(new Batch(documents, passages, threads.embed(texts)));
      documents = new ArrayList<>();
      passages = new ArrayList<>();
    }
    while (embedding.size() > BATCHES_AHEAD) {
      write(embedding.remove());
    }
  }

  private void write(Batch batch) {
    List<float[]> vectors = batch.vectors().get();
    // Vectors that are there already are handed over without a look at the interrupt.
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the ingestion was interrupted");
    }
    store.add(batch.passages(), vectors);
    store.remove(
        Where.documents(values(batch.documents(), Ledger.Entry::document))
            .exceptRevisions(values(batch.documents(), Ledger.Entry::revision)));
    unsaved.addAll(batch.documents());
    stored += batch.documents().size();
    storedPassages += batch.passages().size();
    if (clock.getAsLong() - savedAt >= Math.max(checkpoint.toNanos(), SAVING_SHARE * savingTook)) {
      save();
    }
    progress.accept(done());
  }

  private static Set<String> values(
      List<Ledger.Entry> documents, Function<Ledger.Entry, String> value) {
    return documents.stream().map(value).collect(Collectors.toSet());
  }

  private void save() {
    long start = clock.getAsLong();
    store.flush();
    ledger.stored(unsaved);
    unsaved.clear();
    savedAt = clock.getAsLong();
    savingTook = savedAt - start;
  }

  /** What was written before it went wrong need not be done again. */
  private void saveAfter(RuntimeException problem) {
    try {
      save();
    } catch (RuntimeException e) {
      problem.addSuppressed(e);
    }
  }

  private void prune() {
    List<String> gone =
        ledger.entries().stream()
            .map(Ledger.Entry::document)
            .filter(document -> !seen.contains(document))
            .toList();
    for (int from = 0; from < gone.size(); from += BATCH_DOCUMENTS) {
      Set<String> some =
          Set.copyOf(gone.subList(from, Math.min(from + BATCH_DOCUMENTS, gone.size())));
      store.remove(Where.documents(some));
      store.flush();
      ledger.removed(some);
      removed += some.size();
    }
  }

  private Ingested done() {
    long documentsSeen = seen.size() + repeated;
    return new Ingested(documentsSeen, unchanged, stored, repeated, storedPassages, removed);
  }
}
