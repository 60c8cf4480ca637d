package dev.ecomllm.eval.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * How many predictions are right down to a level of the taxonomy, among the examples whose truth is
 * at least that deep. A node is its whole path, as in {@link Hierarchical}.
 *
 * @param level counted from 1, the root's children
 * @param n how many examples are that deep
 * @param accuracy the share of them that is right down to here
 */
public record LevelAccuracy(int level, int n, double accuracy) {

  /** One for each level that some truth reaches, from the top. */
  public static List<LevelAccuracy> of(List<List<String>> truth, List<List<String>> prediction) {
    Pairs.check(truth.size(), prediction.size());
    List<LevelAccuracy> levels = new ArrayList<>();
    int deepest = truth.stream().mapToInt(List::size).max().orElse(0);
    for (int level = 1; level <= deepest; level++) {
      int n = 0;
      int right = 0;
      for (int i = 0; i < truth.size(); i++) {
        if (truth.get(i).size() >= level) {
          n++;
          right += isRight(truth.get(i), prediction.get(i), level) ? 1 : 0;
        }
      }
      levels.add(new LevelAccuracy(level, n, (double) right / n));
    }
    return levels;
  }

  private static boolean isRight(List<String> truth, List<String> prediction, int level) {
    return prediction.size() >= level
        && truth.subList(0, level).equals(prediction.subList(0, level));
  }
}
