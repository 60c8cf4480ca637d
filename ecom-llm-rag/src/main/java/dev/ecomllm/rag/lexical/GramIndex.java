package dev.ecomllm.rag.lexical;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Says which of a fixed list of things a text speaks of, by the words and pairs of words that they
 * share: an inverted index whose weights are known when it is built, so that asking is a few
 * additions for each gram. Immutable and thread-safe.
 *
 * <p>A thing is described by several texts. A gram g of a text with n grams adds 1/sqrt(n) to its
 * weight in that thing, up to {@value #MOST_WEIGHT}; the score of a thing for a query with m grams
 * is the sum over shared grams of idf(g) times that weight, divided by sqrt(m), with idf(g) = ln(1
 * + things / things that have g).
 */
public final class GramIndex {

  private static final double MOST_WEIGHT = 1.5;

  private final Map<String, Integer> places;
  private final int[] starts;
  private final int[] things;
  private final float[] weights;
  private final int size;

  private GramIndex(
      Map<String, Integer> places, int[] starts, int[] things, float[] weights, int size) {
    this.places = places;
    this.starts = starts;
    this.things = things;
    this.weights = weights;
    this.size = size;
  }

  /**
   * Builds an index, on all processors.
   *
   * @param texts for each thing the texts that describe it
   */
  public static GramIndex of(List<List<String>> texts) {
    List<Map<String, Double>> table = texts.parallelStream().map(GramIndex::weightedGrams).toList();
    Map<String, Integer> places = new HashMap<>();
    int[] things = new int[places.size()];
    for (Map<String, Double> row : table) {
      for (String gram : row.keySet()) {
        int place = places.computeIfAbsent(gram, g -> places.size());
        if (place == things.length) {
          things = Arrays.copyOf(things, Math.max(1024, 2 * place));
        }
        things[place]++;
      }
    }
    return filled(table, places, things);
  }

  /** Lays the pairs out gram by gram, as a counting sort does. */
  private static GramIndex filled(
      List<Map<String, Double>> table, Map<String, Integer> places, int[] thingsOf) {
    int[] starts = new int[places.size() + 1];
    for (int place = 0; place < places.size(); place++) {
      starts[place + 1] = starts[place] + thingsOf[place];
    }
    int[] next = Arrays.copyOf(starts, places.size());
    int[] things = new int[starts[places.size()]];
    float[] weights = new float[things.length];
    for (int thing = 0; thing < table.size(); thing++) {
      for (Map.Entry<String, Double> pair : table.get(thing).entrySet()) {
        int place = Objects.requireNonNull(places.get(pair.getKey()));
        double idf = Math.log(1 + (double) table.size() / thingsOf[place]);
        things[next[place]] = thing;
        weights[next[place]++] = (float) (idf * Math.min(pair.getValue(), MOST_WEIGHT));
      }
    }
    return new GramIndex(places, starts, things, weights, table.size());
  }

  private static Map<String, Double> weightedGrams(List<String> texts) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String text : texts) {
      Set<String> grams = Grams.of(text);
      double weight = 1 / Math.sqrt(grams.size());
      for (String gram : grams) {
        weights.merge(gram, weight, Double::sum);
      }
    }
    return weights;
  }

  /** How many things there are. */
  public int size() {
    return size;
  }

  /** The score of every thing, 0 where no gram is shared. */
  public float[] scores(String query) {
    float[] scores = new float[size];
    Set<String> grams = Grams.of(query);
    for (String gram : grams) {
      Integer place = places.get(gram);
      if (place != null) {
        for (int at = starts[place]; at < starts[place + 1]; at++) {
          scores[things[at]] += weights[at];
        }
      }
    }
    float length = (float) Math.sqrt(Math.max(1, grams.size()));
    for (int thing = 0; thing < size; thing++) {
      scores[thing] /= length;
    }
    return scores;
  }

  /**
   * The share of the query's weight that every thing has, 0 to 1; grams that nothing here has don't
   * count.
   */
  public float[] shares(String query) {
    float[] shares = scores(query);
    Set<String> grams = Grams.of(query);
    double most = 0;
    for (String gram : grams) {
      Integer place = places.get(gram);
      if (place != null) {
        float largest = 0;
        for (int at = starts[place]; at < starts[place + 1]; at++) {
          largest = Math.max(largest, weights[at]);
        }
        most += largest;
      }
    }
    float length = (float) (most / Math.sqrt(Math.max(1, grams.size())));
    for (int thing = 0; thing < size && length > 0; thing++) {
      shares[thing] = Math.min(1, shares[thing] / length);
    }
    return shares;
  }

  /** {@code GramIndex[5595 things, 301222 grams]}: the words stay inside. */
  @Override
  public String toString() {
    return "GramIndex[" + size + " things, " + places.size() + " grams]";
  }

  /** For tests: how many gram-thing pairs there are. */
  int pairs() {
    return Arrays.stream(starts).max().orElse(0);
  }
}
