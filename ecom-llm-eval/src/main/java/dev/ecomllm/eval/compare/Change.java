package dev.ecomllm.eval.compare;

import dev.ecomllm.eval.score.ItemScores;
import dev.ecomllm.eval.score.Points;

/**
 * An example that two models did not do equally well.
 *
 * @param id the row's id
 * @param expected the truth
 * @param a what the first answered
 * @param b what the second answered
 * @param scoreA the first's score, 0 to 1; NaN where the example does not count for it
 * @param scoreB the second's
 */
public record Change(String id, String expected, String a, String b, double scoreA, double scoreB) {

  static Change of(ItemScores a, ItemScores b, String figure) {
    return new Change(
        a.id(),
        a.expected(),
        a.answer(),
        b.answer(),
        a.points(figure).score(),
        b.points(figure).score());
  }

  /** A minus B, where an example that does not count has earned nothing. */
  public double difference() {
    return zero(scoreA) - zero(scoreB);
  }

  static double difference(Points a, Points b) {
    return zero(a.score()) - zero(b.score());
  }

  private static double zero(double score) {
    return Double.isNaN(score) ? 0 : score;
  }
}
