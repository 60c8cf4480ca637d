package dev.ecomllm.eval.metric;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Extracted attributes, counted as ExtractGPT does (Brinkmann et al. 2024): each product and
 * attribute has one outcome. Values are equal if they are to the character.
 *
 * @param counts how often each outcome occurred
 * @param micro of all outcomes together
 * @param macro the mean over pairs of attribute and category that have any outcome but {@link
 *     Outcome#NN}
 */
public record AttributeScores(Map<Outcome, Integer> counts, Scores micro, Scores macro) {

  /** Copies. */
  public AttributeScores {
    counts = Map.copyOf(counts);
  }

  /** What became of one attribute of one product. */
  public enum Outcome {
    /** No value, none predicted; takes no part in the scores. */
    NN,
    /** No value, but one predicted. */
    NV,
    /** A value, but none predicted. */
    VN,
    /** A value, and it was predicted. */
    VC,
    /** A value, and another was predicted. */
    VW;

    /**
     * The outcome of one prediction.
     *
     * @param truth the values that are right; none, or "n/a" alone, if there is no value
     * @param prediction "" or "n/a" for none
     */
    public static Outcome of(List<String> truth, String prediction) {
      boolean absent = truth.stream().allMatch(Outcome::isAbsent);
      if (isAbsent(prediction)) {
        return absent ? NN : VN;
      }
      return absent ? NV : truth.contains(prediction) ? VC : VW;
    }

    private static boolean isAbsent(String value) {
      return value.isEmpty() || value.equals("n/a");
    }
  }

  /**
   * An attribute of a product.
   *
   * @param category the product's category
   * @param attribute the attribute's name
   * @param outcome what became of it
   */
  public record Row(String category, String attribute, Outcome outcome) {}

  /** Counts outcomes. */
  public static AttributeScores of(List<Row> rows) {
    Map<Outcome, Integer> all = none();
    Map<List<String>, Map<Outcome, Integer>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      all.merge(row.outcome(), 1, Integer::sum);
      if (row.outcome() != Outcome.NN) {
        groups
            .computeIfAbsent(List.of(row.attribute(), row.category()), key -> none())
            .merge(row.outcome(), 1, Integer::sum);
      }
    }
    return new AttributeScores(
        all,
        scores(all),
        Scores.mean(groups.values().stream().map(AttributeScores::scores).toList()));
  }

  private static Map<Outcome, Integer> none() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0);
    }
    return counts;
  }

  private static Scores scores(Map<Outcome, Integer> counts) {
    int right = counts.getOrDefault(Outcome.VC, 0);
    int wrong = counts.getOrDefault(Outcome.VW, 0);
    return Scores.ofCounts(
        right,
        right + wrong + counts.getOrDefault(Outcome.NV, 0),
        right + wrong + counts.getOrDefault(Outcome.VN, 0));
  }
}
