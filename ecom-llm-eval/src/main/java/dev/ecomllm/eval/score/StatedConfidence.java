package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.CalibrationError;

/** How far stated confidences are from what is true of them; those that are NaN take no part. */
final class StatedConfidence {

  private static final int BINS = 10;

  private final double[] confidence;
  private final boolean[] right;

  StatedConfidence(double[] confidence, boolean[] right) {
    this.confidence = confidence;
    this.right = right;
  }

  /** How many there are. */
  long known() {
    long known = 0;
    for (double each : confidence) {
      known += Double.isNaN(each) ? 0 : 1;
    }
    return known;
  }

  /** Expected calibration error and Brier score where each example counts so often. */
  double[] errors(int[] weights) {
    double[] gap = new double[BINS];
    double square = 0;
    double n = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0 && !Double.isNaN(confidence[i])) {
        double miss = (right[i] ? 1 : 0) - confidence[i];
        gap[CalibrationError.bin(confidence[i], BINS)] += weights[i] * miss;
        square += weights[i] * miss * miss;
        n += weights[i];
      }
    }
    double ece = 0;
    for (double each : gap) {
      ece += Math.abs(each);
    }
    return new double[] {ece / n, square / n};
  }
}
