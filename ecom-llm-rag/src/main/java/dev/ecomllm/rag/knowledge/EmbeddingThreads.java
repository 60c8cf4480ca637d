package dev.ecomllm.rag.knowledge;

import dev.ecomllm.rag.embed.Embedder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Embeds texts in small groups, on threads of its own. */
final class EmbeddingThreads implements AutoCloseable {

  private static final int GROUP = 16;
  private static final float[] NOTHING = {};

  private final Optional<Embedder> embedder;
  private final ExecutorService threads;

  EmbeddingThreads(Optional<Embedder> embedder, int concurrency) {
    this.embedder = embedder;
    threads = Executors.newFixedThreadPool(concurrency);
  }

  /** Vectors that will be there. */
  @FunctionalInterface
  interface Vectors {
    /**
     * Waits for them.
     *
     * @throws CancellationException if the thread is interrupted
     */
    List<float[]> get();
  }

  Vectors embed(List<String> texts) {
    if (embedder.isEmpty()) {
      return () -> Collections.nCopies(texts.size(), NOTHING);
    }
    Embedder model = embedder.get();
    List<Future<List<float[]>>> groups = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += GROUP) {
      List<String> group = texts.subList(from, Math.min(from + GROUP, texts.size()));
      groups.add(threads.submit(() -> model.embed(group)));
    }
    return () -> joined(groups);
  }

  private static List<float[]> joined(List<Future<List<float[]>>> groups) {
    List<float[]> vectors = new ArrayList<>();
    try {
      for (Future<List<float[]>> group : groups) {
        vectors.addAll(group.get());
      }
      return vectors;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the ingestion was interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException problem
          ? problem
          : new IllegalStateException("embedding failed", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
