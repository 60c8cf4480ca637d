package dev.ecomllm.calibration;

import dev.ecomllm.calibration.Calibration.Isotonic;
import dev.ecomllm.calibration.Calibration.Temperature;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Learns calibrations from answers whose truth is known. */
final class CalibrationFit {

  private static final int FOLDS = 5;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private CalibrationFit() {}

  static Calibration best(List<Observation> observations) {
    if (observations.isEmpty()) {
      return Calibration.identity();
    }
    boolean probabilities = observations.stream().allMatch(o -> o.score() >= 0 && o.score() <= 1);
    if (!probabilities) {
      return isotonic(observations);
    }
    if (observations.size() < 2 * FOLDS) {
      return temperature(observations);
    }
    double temperature = unseenLoss(observations, CalibrationFit::temperature);
    double isotonic = unseenLoss(observations, CalibrationFit::isotonic);
    return temperature <= isotonic ? temperature(observations) : isotonic(observations);
  }

  /** The log loss has one minimum over the logarithm of the temperature: golden section. */
  static Temperature temperature(List<Observation> observations) {
    double low = Math.log(0.02);
    double high = Math.log(50);
    for (int i = 0; i < 60; i++) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (loss(new Temperature(Math.exp(left)), observations)
          <= loss(new Temperature(Math.exp(right)), observations)) {
        high = right;
      } else {
        low = left;
      }
    }
    return new Temperature(Math.exp((low + high) / 2));
  }

  /**
   * Pool adjacent violators (Ayer et al. 1955). A pool is level from its lowest score to its
   * highest. No probability comes closer to 0 or 1 than 1/(n+2), Laplace's estimate after n rows
   * that all agree: finitely many rows prove nothing certain.
   */
  static Isotonic isotonic(List<Observation> observations) {
    if (observations.isEmpty()) {
      throw new IllegalArgumentException("an isotonic calibration cannot be fitted to no rows");
    }
    List<Pool> pools = new ArrayList<>();
    for (Pool next : byScore(observations)) {
      Pool pool = next;
      while (!pools.isEmpty() && pools.get(pools.size() - 1).share() >= pool.share()) {
        pool = pools.remove(pools.size() - 1).join(pool);
      }
      pools.add(pool);
    }
    double least = 1.0 / (observations.size() + 2);
    List<Double> scores = new ArrayList<>();
    List<Double> probabilities = new ArrayList<>();
    for (Pool pool : pools) {
      double probability = Math.min(1 - least, Math.max(least, pool.share()));
      scores.add(pool.lowest());
      probabilities.add(probability);
      if (pool.highest() > pool.lowest()) {
        scores.add(pool.highest());
        probabilities.add(probability);
      }
    }
    return new Isotonic(scores, probabilities);
  }

  /** One pool for each score, ascending. */
  private static Iterable<Pool> byScore(List<Observation> observations) {
    NavigableMap<Double, Pool> pools = new TreeMap<>();
    for (Observation o : observations) {
      double score = o.score() + 0.0; // no -0
      pools.merge(score, new Pool(score, score, o.right() ? 1 : 0, 1), Pool::join);
    }
    return pools.values();
  }

  private static double unseenLoss(
      List<Observation> observations, Function<List<Observation>, Calibration> fit) {
    double loss = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Observation> seen = new ArrayList<>();
      List<Observation> unseen = new ArrayList<>();
      for (int i = 0; i < observations.size(); i++) {
        (i % FOLDS == fold ? unseen : seen).add(observations.get(i));
      }
      loss += loss(fit.apply(seen), unseen);
    }
    return loss;
  }

  private static double loss(Calibration calibration, List<Observation> observations) {
    double loss = 0;
    for (Observation o : observations) {
      double p = calibration.probability(o.score());
      loss -= Math.log(Math.max(1e-12, o.right() ? p : 1 - p));
    }
    return loss;
  }

  /** Neighbouring rows that share one probability. */
  private record Pool(double lowest, double highest, int right, int count) {
    double share() {
      return (double) right / count;
    }

    Pool join(Pool next) {
      return new Pool(lowest, next.highest, right + next.right, count + next.count);
    }
  }
}
