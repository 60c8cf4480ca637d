package dev.ecomllm.rag.embed;

import java.util.List;

/**
 * Turns texts into vectors whose dot product says how alike they are. Implementations are
 * thread-safe.
 */
public interface Embedder {

  /** The model's name. Vectors of two models cannot be compared, so every index remembers it. */
  String id();

  /** How many numbers a vector has. */
  int dimension();

  /**
   * Embeds texts, at once where the model can.
   *
   * @param texts none blank; what exceeds the model's window is cut off
   * @return one vector of length 1 for each text, in order
   */
  List<float[]> embed(List<String> texts);

  /** Embeds one text. */
  default float[] embed(String text) {
    return embed(List.of(text)).get(0);
  }
}
