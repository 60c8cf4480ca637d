package dev.ecomllm.calibration;

/**
 * One answer whose truth is known.
 *
 * @param score what the answerer thought of it, on any scale: higher is surer
 * @param right whether it was right
 */
public record Observation(double score, boolean right) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the score is not a finite number
   */
  public Observation {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("a score must be finite, not " + score);
    }
  }
}
