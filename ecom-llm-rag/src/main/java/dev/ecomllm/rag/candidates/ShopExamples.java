package dev.ecomllm.rag.candidates;

import dev.ecomllm.classify.LabelledProduct;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.lexical.GramIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.util.VectorUtil;

/**
 * The shop's own labelled products as evidence: a category gains by how much its most similar
 * example resembles the product. Searched one by one: 100,000 examples cost about as much as two
 * embeddings.
 */
final class ShopExamples {

  /** Cosine similarity from which two listings are likely to be of one kind. */
  private static final double ALIKE = 0.6;

  /** Log-odds that a category gains for each 1.0 of cosine similarity beyond {@link #ALIKE}. */
  private static final double GAIN = 20;

  /** Log-odds that a category gains for sharing all words, where there are no vectors. */
  private static final double GAIN_BY_WORDS = 8;

  private final int[] places;
  private final Optional<List<float[]>> vectors;
  private final GramIndex words;

  private ShopExamples(int[] places, Optional<List<float[]>> vectors, GramIndex words) {
    this.places = places;
    this.vectors = vectors;
    this.words = words;
  }

  /**
   * Learns examples.
   *
   * @param placeOf the place of each category in the index, by id
   * @throws IllegalArgumentException if an example's category is not in the index
   */
  static ShopExamples of(
      List<LabelledProduct> examples, Map<Long, Integer> placeOf, Optional<Embedder> embedder) {
    int[] places = new int[examples.size()];
    for (int i = 0; i < places.length; i++) {
      LabelledProduct example = examples.get(i);
      Integer place = placeOf.get(example.category().id());
      if (place == null) {
        throw new IllegalArgumentException(
            "the category of example '"
                + example.product().id()
                + "' is not in the index: "
                + example.category());
      }
      places[i] = place;
    }
    List<String> texts = examples.stream().map(e -> ProductQuery.text(e.product())).toList();
    return new ShopExamples(
        places,
        embedder.map(model -> texts.parallelStream().map(model::embed).toList()),
        GramIndex.of(texts.stream().map(List::of).toList()));
  }

  /** Adds what the examples say to the scores of all categories. */
  void addTo(double[] scores, String text, Optional<float[]> vector) {
    double[] gains = new double[scores.length];
    if (vectors.isPresent() && vector.isPresent()) {
      for (int i = 0; i < places.length; i++) {
        double cosine = VectorUtil.dotProduct(vectors.get().get(i), vector.get());
        gains[places[i]] = Math.max(gains[places[i]], GAIN * (cosine - ALIKE));
      }
    } else {
      float[] shared = words.shares(text);
      for (int i = 0; i < places.length; i++) {
        gains[places[i]] = Math.max(gains[places[i]], GAIN_BY_WORDS * shared[i]);
      }
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] += gains[i];
    }
  }
}
