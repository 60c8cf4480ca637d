package dev.ecomllm.rag.store;

import dev.ecomllm.rag.embed.Embedder;
import java.util.Objects;

/**
 * Which vectors an index holds. Those of two models cannot be compared.
 *
 * @param model the embedding model's name
 * @param dimension how many numbers a vector has; 0 for an index of words alone
 */
public record EmbeddingSpace(String model, int dimension) {

  /** No vectors: an index of words alone. */
  public static final EmbeddingSpace WORDS = new EmbeddingSpace("words alone", 0);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the dimension is negative
   */
  public EmbeddingSpace {
    Objects.requireNonNull(model, "model");
    if (dimension < 0) {
      throw new IllegalArgumentException("a dimension must be at least 0, not " + dimension);
    }
  }

  /** The vectors that this model makes. */
  public static EmbeddingSpace of(Embedder embedder) {
    return new EmbeddingSpace(embedder.id(), embedder.dimension());
  }

  /**
   * Checks that an index can be opened with this model.
   *
   * @param builtWith what the index was built with
   * @throws IllegalArgumentException if that is another; the message names both
   */
  void requireSame(EmbeddingSpace builtWith, String index) {
    if (!equals(builtWith)) {
      throw new IllegalArgumentException(
          index + " was built with " + builtWith + " and cannot be opened with " + this);
    }
  }

  /** {@code bge-small-en-v1.5-q (384 dimensions)}. */
  @Override
  public String toString() {
    return model + " (" + dimension + " dimensions)";
  }
}
