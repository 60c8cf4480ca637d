package dev.ecomllm.eval.metric;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

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
      return of(truth, List.of(prediction), String::equals);
    }

    /**
     * The outcome of several predicted values, all of which have to be right.
     *
     * @param truth the values that are right; none, or "n/a" alone, if there is no value
     * @param predictions empty, or "" or "n/a" alone, for none
     * @param same whether two values are the same, the true one first
     */
    public static Outcome of(
        List<String> truth, List<String> predictions, BiPredicate<String, String> same) {
      boolean absent = truth.stream().allMatch(Outcome::isAbsent);
      if (predictions.stream().allMatch(Outcome::isAbsent)) {
        return absent ? NN : VN;
      }
      boolean right =
          predictions.stream()
              .allMatch(said -> truth.stream().anyMatch(one -> same.test(one, said)));
      return absent ? NV : right ? VC : VW;
    }

    /** Whether a value was predicted. */
    public boolean isPredicted() {
      return this == NV || this == VC || this == VW;
    }

    /** Whether there is a value. */
    public boolean isTrue() {
      return this == VN || this == VC || this == VW;
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
    int right = 0;
    int predicted = 0;
    int truth = 0;
    for (Map.Entry<Outcome, Integer> each : counts.entrySet()) {
      right += each.getKey() == Outcome.VC ? each.getValue() : 0;
      predicted += each.getKey().isPredicted() ? each.getValue() : 0;
      truth += each.getKey().isTrue() ? each.getValue() : 0;
    }
    return Scores.ofCounts(right, predicted, truth);
  }
}
