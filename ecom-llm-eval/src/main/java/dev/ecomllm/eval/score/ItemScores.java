package dev.ecomllm.eval.score;

import dev.ecomllm.calibration.Observation;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One example's own numbers, which comparisons pair by id.
 *
 * @param id the row's id
 * @param expected the truth, for a reader
 * @param answer what was answered, for a reader
 * @param points by the figure's name: what this example adds to it
 * @param tags the gold row's {@code "tags"}: the slices that it belongs to
 * @param stated the confidence that was stated, 0 to 1, and whether what it speaks of is so: that
 *     the category is right, that the passages answer the question. Empty where none was stated
 */
public record ItemScores(
    String id,
    String expected,
    String answer,
    Map<String, Points> points,
    Set<String> tags,
    Optional<Observation> stated) {

  /** Copies. */
  public ItemScores {
    points = Map.copyOf(points);
    tags = Set.copyOf(tags);
  }

  /** An example of which no confidence was stated. */
  public ItemScores(
      String id, String expected, String answer, Map<String, Points> points, Set<String> tags) {
    this(id, expected, answer, points, tags, Optional.empty());
  }

  /** What this example adds to a figure; {@link Points#NONE} if it adds nothing. */
  public Points points(String figure) {
    return points.getOrDefault(figure, Points.NONE);
  }

  /** Makes each one when it is looked at, so that a million of them need no memory. */
  static <I> List<ItemScores> view(List<I> items, Function<I, ItemScores> scores) {
    return new AbstractList<>() {
      @Override
      public ItemScores get(int index) {
        return scores.apply(items.get(index));
      }

      @Override
      public int size() {
        return items.size();
      }
    };
  }

  /** What is known of a confidence; NaN is none. */
  static Optional<Observation> stated(double confidence, boolean right) {
    return Double.isNaN(confidence)
        ? Optional.empty()
        : Optional.of(new Observation(confidence, right));
  }
}
