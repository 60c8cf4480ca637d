package dev.ecomllm.rag.store;

import java.util.List;

/** What every store asks of vectors. */
final class Vectors {

  private Vectors() {}

  static void check(EmbeddingSpace space, List<StoredPassage> passages, List<float[]> vectors) {
    if (passages.size() != vectors.size()) {
      throw new IllegalArgumentException(
          passages.size() + " passages came with " + vectors.size() + " vectors");
    }
    vectors.forEach(vector -> check(space, vector));
  }

  static void check(EmbeddingSpace space, float[] vector) {
    if (vector.length != space.dimension()) {
      throw new IllegalArgumentException(
          "a vector of " + vector.length + " dimensions does not fit " + space);
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a vector has a number that is not finite");
      }
    }
  }
}
