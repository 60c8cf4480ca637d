package dev.ecomllm.eval.score;

import java.util.Map;
import java.util.Set;

/**
 * One example's own numbers, which comparisons pair by id.
 *
 * @param id the row's id
 * @param expected the truth, for a reader
 * @param answer what was answered, for a reader
 * @param points by the figure's name: what this example adds to it
 * @param tags the gold row's {@code "tags"}: the slices that it belongs to
 */
public record ItemScores(
    String id, String expected, String answer, Map<String, Points> points, Set<String> tags) {

  /** Copies. */
  public ItemScores {
    points = Map.copyOf(points);
    tags = Set.copyOf(tags);
  }

  /** What this example adds to a figure; {@link Points#NONE} if it adds nothing. */
  public Points points(String figure) {
    return points.getOrDefault(figure, Points.NONE);
  }
}
