package dev.ecomllm.eval.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hierarchical precision, recall and F1 (Kiritchenko et al. 2005; Silla and Freitas 2011): truth
 * and prediction are compared with all their ancestors, so a near miss earns something. A node is
 * its whole path, never its bare name; top-level nodes count.
 *
 * @param micro the ratios of the summed counts
 * @param macro the mean of the examples' values; its F1 is the mean of their F1
 * @param perExample each example's values
 * @param exactPathAccuracy share of examples whose path is exactly the truth
 */
public record Hierarchical(
    Scores micro, Scores macro, List<Scores> perExample, double exactPathAccuracy) {

  /** Copies. */
  public Hierarchical {
    perExample = List.copyOf(perExample);
  }

  /**
   * One example's counts.
   *
   * @param common nodes both predicted and true, ancestors included
   * @param predicted nodes predicted
   * @param truth nodes true
   */
  public record Counts(int common, int predicted, int truth) {

    /** Of two paths, each from the top of the tree; an empty one stands for no answer. */
    public static Counts of(List<String> truth, List<String> prediction) {
      int shorter = Math.min(truth.size(), prediction.size());
      int common = 0;
      while (common < shorter && truth.get(common).equals(prediction.get(common))) {
        common++;
      }
      return new Counts(common, prediction.size(), truth.size());
    }

    /** Of several paths on each side: the union of their nodes. */
    public static Counts ofSeveral(
        Collection<List<String>> truth, Collection<List<String>> predictions) {
      Set<List<String>> right = nodes(truth);
      Set<List<String>> predicted = nodes(predictions);
      int common = (int) predicted.stream().filter(right::contains).count();
      return new Counts(common, predicted.size(), right.size());
    }

    /** The example's own precision, recall and F1. */
    public Scores scores() {
      return Scores.ofCounts(common, predicted, truth);
    }

    private static Set<List<String>> nodes(Collection<List<String>> paths) {
      Set<List<String>> nodes = new HashSet<>();
      for (List<String> path : paths) {
        for (int depth = 1; depth <= path.size(); depth++) {
          nodes.add(path.subList(0, depth));
        }
      }
      return nodes;
    }
  }

  /**
   * Scores one predicted path for each true path.
   *
   * @throws IllegalArgumentException if there are not as many of one as of the other
   */
  public static Hierarchical of(List<List<String>> truth, List<List<String>> predictions) {
    Pairs.check(truth.size(), predictions.size());
    List<Scores> perExample = new ArrayList<>();
    double common = 0;
    double predicted = 0;
    double right = 0;
    int exact = 0;
    for (int i = 0; i < truth.size(); i++) {
      Counts counts = Counts.of(truth.get(i), predictions.get(i));
      perExample.add(counts.scores());
      common += counts.common;
      predicted += counts.predicted;
      right += counts.truth;
      exact += truth.get(i).equals(predictions.get(i)) ? 1 : 0;
    }
    return new Hierarchical(
        Scores.ofCounts(common, predicted, right),
        Scores.mean(perExample),
        perExample,
        Scores.ratio(exact, truth.size()));
  }
}
