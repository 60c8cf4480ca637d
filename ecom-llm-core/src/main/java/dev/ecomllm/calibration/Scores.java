package dev.ecomllm.calibration;

/** Log-odds and back. */
final class Scores {

  private static final double LEAST = 1e-12;

  private Scores() {}

  static double logit(double probability) {
    double p = Math.min(1 - LEAST, Math.max(LEAST, probability));
    return Math.log(p / (1 - p));
  }

  static double sigmoid(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  static double requireProbability(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("a probability must be 0 to 1, not " + value);
    }
    return value;
  }
}
