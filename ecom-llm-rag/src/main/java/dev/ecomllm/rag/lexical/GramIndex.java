package dev.ecomllm.rag.lexical;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
   * Builds an index.
   *
   * @param texts for each thing the texts that describe it
   */
  public static GramIndex of(List<List<String>> texts) {
    Map<String, Map<Integer, Double>> table = new HashMap<>();
    for (int thing = 0; thing < texts.size(); thing++) {
      for (String text : texts.get(thing)) {
        Set<String> grams = Grams.of(text);
        double weight = 1 / Math.sqrt(grams.size());
        for (String gram : grams) {
          table.computeIfAbsent(gram, g -> new HashMap<>(4)).merge(thing, weight, Double::sum);
        }
      }
    }
    int pairs = table.values().stream().mapToInt(Map::size).sum();
    Map<String, Integer> places = new HashMap<>(table.size() * 2);
    int[] starts = new int[table.size() + 1];
    int[] things = new int[pairs];
    float[] weights = new float[pairs];
    int at = 0;
    for (Map.Entry<String, Map<Integer, Double>> row : table.entrySet()) {
      double idf = Math.log(1 + (double) texts.size() / row.getValue().size());
      places.put(row.getKey(), places.size());
      for (Map.Entry<Integer, Double> pair : row.getValue().entrySet()) {
        things[at] = pair.getKey();
        weights[at] = (float) (idf * Math.min(pair.getValue(), MOST_WEIGHT));
        at++;
      }
      starts[places.size()] = at;
    }
    return new GramIndex(places, starts, things, weights, texts.size());
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
