package dev.ecomllm.calibration;

import java.util.Collections;
import java.util.List;

/**
 * Turns a raw score into the probability that the answer is right. A higher score never gets a
 * lower probability, so the order of answers stays. Immutable and thread-safe.
 */
public sealed interface Calibration {

  /**
   * The probability, 0 to 1, that an answer of this score is right.
   *
   * @throws IllegalArgumentException if the score is not a number that this calibration takes
   */
  double probability(double score);

  /** The score as it is, which must be a probability already. */
  static Calibration identity() {
    return new Identity();
  }

  /**
   * The better of {@link Temperature} and {@link Isotonic}, by the log loss of rows that a fit has
   * not seen (five folds). With fewer than 10 rows there is nothing to choose by: temperature, and
   * the identity with none.
   */
  static Calibration fit(List<Observation> observations) {
    return CalibrationFit.best(observations);
  }

  /** The score is the probability. */
  record Identity() implements Calibration {
    @Override
    public double probability(double score) {
      return Scores.requireProbability(score);
    }
  }

  /**
   * Divides the log-odds of a score of 0 to 1 by a temperature: above 1 for answers that are too
   * sure of themselves (Guo et al. 2017, for two classes: right and wrong).
   *
   * @param temperature above 0
   */
  record Temperature(double temperature) implements Calibration {
    /**
     * Checks.
     *
     * @throws IllegalArgumentException if the temperature is not a finite number above 0
     */
    public Temperature {
      if (!(temperature > 0 && Double.isFinite(temperature))) {
        throw new IllegalArgumentException("a temperature must be above 0, not " + temperature);
      }
    }

    /** The temperature with the smallest log loss. */
    public static Temperature fit(List<Observation> observations) {
      return CalibrationFit.temperature(observations);
    }

    @Override
    public double probability(double score) {
      return Scores.sigmoid(Scores.logit(Scores.requireProbability(score)) / temperature);
    }
  }

  /**
   * Straight lines between knots, and level beyond the first and the last: any shape that never
   * falls, for scores of any scale.
   *
   * @param scores of the knots, ascending, at least one
   * @param probabilities at the knots, 0 to 1, never falling
   */
  record Isotonic(List<Double> scores, List<Double> probabilities) implements Calibration {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the knots are not as said
     */
    public Isotonic {
      scores = List.copyOf(scores);
      probabilities = List.copyOf(probabilities);
      if (scores.isEmpty() || scores.size() != probabilities.size()) {
        throw new IllegalArgumentException(
            "an isotonic calibration needs as many scores as probabilities, and at least one; not "
                + scores.size()
                + " and "
                + probabilities.size());
      }
      for (int i = 0; i < scores.size(); i++) {
        Scores.requireProbability(probabilities.get(i));
        if (i > 0
            && !(scores.get(i) > scores.get(i - 1)
                && probabilities.get(i) >= probabilities.get(i - 1))) {
          throw new IllegalArgumentException("the knots of an isotonic calibration must ascend");
        }
      }
    }

    /** Pools adjacent violators; the ends stay short of 0 and 1 by what the rows can tell. */
    public static Isotonic fit(List<Observation> observations) {
      return CalibrationFit.isotonic(observations);
    }

    @Override
    public double probability(double score) {
      if (Double.isNaN(score)) {
        throw new IllegalArgumentException("a score must be a number");
      }
      int at = Collections.binarySearch(scores, score);
      if (at >= 0) {
        return probabilities.get(at);
      }
      int right = -at - 1;
      if (right == 0) {
        return probabilities.get(0);
      }
      if (right == scores.size()) {
        return probabilities.get(right - 1);
      }
      double from = scores.get(right - 1);
      double low = probabilities.get(right - 1);
      double share = (score - from) / (scores.get(right) - from);
      return Math.min(1, low + share * (probabilities.get(right) - low));
    }
  }
}
