package dev.ecomllm.eval.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Precision, recall and F1 of single-label classes, as scikit-learn's {@code
 * precision_recall_fscore_support} with {@code zero_division=0} gives them. The classes are all
 * that occur in truth or predictions: one that is only predicted has support 0 and lowers the macro
 * mean, not the weighted one.
 *
 * @param weighted mean over classes, weighted by support
 * @param macro plain mean over classes
 * @param micro of all examples together: each number is the accuracy
 * @param accuracy share of examples that are right
 * @param perClass each class, in code point order of the labels
 */
public record MultiClass(
    Scores weighted, Scores macro, Scores micro, double accuracy, List<PerClass> perClass) {

  /** Copies. */
  public MultiClass {
    perClass = List.copyOf(perClass);
  }

  /**
   * One class.
   *
   * @param label its name
   * @param scores its precision, recall and F1
   * @param support how many examples truly are of it
   */
  public record PerClass(String label, Scores scores, int support) {}

  /**
   * Scores one prediction for each truth.
   *
   * @throws IllegalArgumentException if there are not as many of one as of the other
   */
  public static MultiClass of(List<String> truth, List<String> predictions) {
    Pairs.check(truth.size(), predictions.size());
    Map<String, int[]> counts = new TreeMap<>(MultiClass::byCodePoint);
    int right = 0;
    for (int i = 0; i < truth.size(); i++) {
      int[] of = counts.computeIfAbsent(truth.get(i), label -> new int[3]);
      of[2]++;
      counts.computeIfAbsent(predictions.get(i), label -> new int[3])[1]++;
      if (truth.get(i).equals(predictions.get(i))) {
        of[0]++;
        right++;
      }
    }
    List<PerClass> classes = new ArrayList<>();
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (Map.Entry<String, int[]> entry : counts.entrySet()) {
      int[] count = entry.getValue();
      Scores scores = Scores.ofCounts(count[0], count[1], count[2]);
      classes.add(new PerClass(entry.getKey(), scores, count[2]));
      precision += scores.precision() * count[2];
      recall += scores.recall() * count[2];
      f1 += scores.f1() * count[2];
    }
    int n = truth.size();
    double accuracy = Scores.ratio(right, n);
    return new MultiClass(
        new Scores(Scores.ratio(precision, n), Scores.ratio(recall, n), Scores.ratio(f1, n)),
        Scores.mean(classes.stream().map(PerClass::scores).toList()),
        new Scores(accuracy, accuracy, accuracy),
        accuracy,
        classes);
  }

  /** Python's order of texts; Java's own differs beyond the basic plane. */
  private static int byCodePoint(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    if (i == a.length() || i == b.length()) {
      return Integer.compare(a.length(), b.length());
    }
    boolean aHigh = Character.isSurrogate(a.charAt(i));
    boolean bHigh = Character.isSurrogate(b.charAt(i));
    return aHigh == bHigh ? Character.compare(a.charAt(i), b.charAt(i)) : aHigh ? 1 : -1;
  }
}
