package dev.ecomllm.rag.store;

import java.util.List;

/**
 * Keeps passages with their vectors, and finds the nearest. Everything that writes can be done
 * again without harm, so whoever was interrupted starts over. Implementations are thread-safe; what
 * they cannot do is a {@link StoreException}.
 */
public interface VectorStore extends AutoCloseable {

  /** Names this very index: one that is made anew, even at the same place, has another id. */
  String id();

  /** Whose vectors these are. */
  EmbeddingSpace space();

  /**
   * Adds passages. The id of a passage stands for its content: one that is here already stays as it
   * is.
   *
   * @param vectors one for each passage, in order, of length 1; empty ones in an index of words
   * @throws IllegalArgumentException if there are not as many, or one has another dimension
   */
  void add(List<StoredPassage> passages, List<float[]> vectors);

  /** Removes passages; where there are none, nothing happens. */
  void remove(Where where);

  /**
   * The nearest passages, best first; in an index of words, those that were added first.
   *
   * @param vector of length 1
   * @param limit at most so many, at least 1
   */
  List<Match> nearest(float[] vector, Where where, int limit);

  /** Makes what was written so far survive a crash. */
  void flush();

  /** Ends the use of this store; what was not flushed may be lost. */
  @Override
  void close();
}
