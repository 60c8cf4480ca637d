package dev.ecomllm.rag.knowledge;

import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.lexical.Grams;
import java.util.List;

/** Vectors of words, each at a place that its hash names: what shares words is alike. */
final class HashEmbedder implements Embedder {

  private static final int DIMENSION = 64;

  private final String id;

  HashEmbedder() {
    this("hash");
  }

  HashEmbedder(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return texts.stream().map(HashEmbedder::vector).toList();
  }

  private static float[] vector(String text) {
    float[] vector = new float[DIMENSION];
    vector[0] = 0.1f; // a text without words has a direction too
    for (String gram : Grams.of(text)) {
      vector[Math.floorMod(gram.hashCode() * 31, DIMENSION)] += 1;
    }
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
    return vector;
  }
}
