package dev.ecomllm.classify;

import dev.ecomllm.calibration.FittedCalibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the model's probabilities and a retriever's scores make one distribution: log-linear, so the
 * logarithm of each is taken times its weight, added up and normalised.
 *
 * @param model of the model's log-probabilities: below 1 for a model too sure of itself
 * @param retriever of the candidates' scores, as measured against their mean
 * @param none added to "none of these"
 */
record Weights(double model, double retriever, double none) {

  /** The model alone, as it says. */
  static final Weights MODEL_ALONE = new Weights(1, 0, 0);

  /** Where a model says that something cannot be: it may have been rounded. */
  static final double IMPOSSIBLE = Math.log(1e-9);

  private static final String MODEL = "model";
  private static final String RETRIEVER = "retriever";
  private static final String NONE = "none";

  static Weights of(FittedCalibration calibration) {
    return new Weights(
        calibration.weight(MODEL, 1),
        calibration.weight(RETRIEVER, 0),
        calibration.weight(NONE, 0));
  }

  Map<String, Double> byName() {
    return Map.of(MODEL, model, RETRIEVER, retriever, NONE, none);
  }

  /**
   * The distribution over candidates and "none of these".
   *
   * @param probabilities the model's, "none of these" last
   * @param scores the retriever's, one for each candidate
   */
  List<Double> combine(List<Double> probabilities, List<Double> scores) {
    if (equals(MODEL_ALONE)) {
      return probabilities;
    }
    List<Double> centred = centred(scores);
    int candidates = scores.size();
    double[] logs = new double[candidates + 1];
    for (int i = 0; i < candidates; i++) {
      logs[i] = model * log(probabilities.get(i)) + retriever * centred.get(i);
    }
    logs[candidates] = model * log(probabilities.get(candidates)) + none;
    List<Double> combined = new ArrayList<>(logs.length);
    for (double share : LogLinear.softmax(logs)) {
      combined.add(share);
    }
    return combined;
  }

  static double log(double probability) {
    return Math.max(IMPOSSIBLE, Math.log(probability));
  }

  /** Less the logarithm of the mean likelihood: 0 stands for an average candidate. */
  static List<Double> centred(List<Double> scores) {
    double max = scores.stream().mapToDouble(s -> s).max().orElse(0);
    double mean = scores.stream().mapToDouble(s -> Math.exp(s - max)).average().orElse(1);
    double centre = max + Math.log(mean);
    return scores.stream().map(s -> s - centre).toList();
  }
}
