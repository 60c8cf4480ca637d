package dev.ecomllm.eval.score;

/**
 * What one example adds to a figure: the figure is the sum of what all examples earned, divided by
 * the sum of what there was to earn. So a mean gives each example 1 to earn, an F1 over all
 * examples 2 for each hit out of predictions plus truths, and a figure of some examples 0 out of 0
 * to the others.
 *
 * @param earned 0 to {@code outOf}
 * @param outOf at least 0
 */
public record Points(double earned, double outOf) {

  /** The example does not count. */
  public static final Points NONE = new Points(0, 0);

  private static final Points RIGHT = new Points(1, 1);
  private static final Points WRONG = new Points(0, 1);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if more was earned than there was, or less than 0
   */
  public Points {
    if (!(earned >= 0 && earned <= outOf)) {
      throw new IllegalArgumentException("no points: " + earned + " of " + outOf);
    }
  }

  /** One example of a share. */
  public static Points of(boolean right) {
    return right ? RIGHT : WRONG;
  }

  /** One example of a mean of scores from 0 to 1. */
  public static Points of(double score) {
    return new Points(score, 1);
  }

  /** Whether the example counts. */
  public boolean counts() {
    return outOf > 0;
  }

  /** The example's own score, 0 to 1; NaN where it does not count. */
  public double score() {
    return earned / outOf;
  }
}
