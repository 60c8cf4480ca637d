package dev.ecomllm.examples.cli;

import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.knowledge.Document;
import dev.ecomllm.rag.knowledge.Ingested;
import dev.ecomllm.rag.knowledge.Ingestion;
import dev.ecomllm.rag.knowledge.Splitting;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.VectorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ecomllm ingest}: what is known of products into a store. Again changes nothing. */
@Command(
    name = "ingest",
    description = {
      "Fills a store with what is known of products. Run it again after a change, or after a"
          + " crash.",
      "Rows: {\"product\",\"source\",\"id\"?,\"family\"?,\"field\"?} with \"text\","
          + " \"table\":{name:value} or \"question\" and \"answer\"; source is description,"
          + " specification, manual, review or question_answer. {\"product\",\"removed\":true}"
          + " removes a product."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class IngestCommand implements Callable<Integer> {

  @Option(names = "--in", required = true, description = "JSONL documents.")
  private Path in = Path.of("");

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--ledger",
      description =
          "File that remembers what is stored; default: beside the index, or on Chroma beside"
              + " --in.")
  private @Nullable Path ledger;

  @Option(
      names = "--prune",
      description = "--in is all there is: documents that it does not have are removed.")
  private boolean prune;

  @Option(
      names = "--words-only",
      description = "Without the embedding model: for a file, searched by words alone.")
  private boolean wordsOnly;

  @Option(names = "--characters", description = "Longest passage; default: 600.")
  private int characters = Splitting.DEFAULT.characters();

  @Option(names = "--overlap", description = "Shared by neighbours at most; default: 120.")
  private int overlap = Splitting.DEFAULT.overlap();

  private long failed;
  private final Set<String> removed = new LinkedHashSet<>();

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(in)) {
      throw new IllegalArgumentException("no such file: " + in);
    }
    return wordsOnly ? ingestByWords() : ingest(LangChain4jEmbedder.bgeSmallEn());
  }

  private int ingestByWords() throws IOException {
    try (VectorStore opened = store.open(EmbeddingSpace.WORDS)) {
      return run(Ingestion.byWords(opened));
    }
  }

  private int ingest(Embedder embedder) throws IOException {
    try (VectorStore opened = store.open(EmbeddingSpace.of(embedder))) {
      return run(Ingestion.into(opened, embedder));
    }
  }

  private int run(Ingestion ingestion) throws IOException {
    ingestion
        .ledger(ledger == null ? store.ledger(in) : ledger)
        .splitting(new Splitting(characters, overlap))
        .pruning(prune);
    try (JsonLines rows = JsonLines.open(in);
        ProgressBar bar = Progress.bar("ingest", JsonLines.count(in))) {
      Ingested done =
          ingestion.progress(soFar -> bar.stepTo(soFar.documents())).run(new Documents(rows));
      bar.stepTo(done.documents());
      ingestion.removeProducts(removed);
      report(done);
      return failed + done.repeated() == 0 ? 0 : 1;
    }
  }

  private void report(Ingested done) {
    System.out.println(
        JsonLines.MAPPER
            .createObjectNode()
            .put("documents", done.documents())
            .put("unchanged", done.unchanged())
            .put("stored", done.stored())
            .put("passages", done.passages())
            .put("removedDocuments", done.removed())
            .put("removedProducts", removed.size())
            .put("repeatedIds", done.repeated())
            .put("failedRows", failed));
  }

  /** The documents of the rows that have one; the others are told of and counted. */
  private final class Documents implements Iterator<Document> {
    private final JsonLines rows;
    private @Nullable Document next;

    Documents(JsonLines rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (next == null && rows.hasNext()) {
        JsonLines.Row row = rows.next();
        try {
          if (DocumentRows.isRemoval(row)) {
            removed.add(DocumentRows.product(row));
          } else {
            next = DocumentRows.read(row);
          }
        } catch (IllegalArgumentException e) {
          failed++;
          System.err.println("line " + row.line() + ": " + e.getMessage());
        }
      }
      return next != null;
    }

    @Override
    public Document next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Document document = next;
      next = null;
      return document;
    }
  }
}
