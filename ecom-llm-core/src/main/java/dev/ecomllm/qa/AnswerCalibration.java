package dev.ecomllm.qa;

import dev.ecomllm.calibration.Calibration;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.calibration.Observation;
import dev.ecomllm.calibration.Thresholds;
import java.util.List;
import java.util.Map;

/** Learns from labelled questions how sure is sure enough for an answer. */
public final class AnswerCalibration {

  static final String ANSWERABLE = "answerable";

  private AnswerCalibration() {}

  /**
   * The curve from the confidences of an answerer without calibration to probabilities, and the
   * thresholds for each precision.
   *
   * @param scope whose confidences these are
   * @param questions the confidence of each answer, known or not, and whether the passages do
   *     answer the question
   */
  public static FittedCalibration fit(CalibrationScope scope, List<Observation> questions) {
    Calibration curve = Calibration.fit(questions);
    List<Observation> calibrated =
        questions.stream()
            .map(q -> new Observation(curve.probability(q.score()), q.right()))
            .toList();
    return new FittedCalibration(
        scope,
        questions.size(),
        Map.of(ANSWERABLE, curve),
        Map.of(),
        Map.of(ANSWERABLE, Thresholds.fit(calibrated)));
  }

  /** The curve of a fit. */
  public static Calibration curve(FittedCalibration fitted) {
    return fitted.curve(ANSWERABLE);
  }

  /**
   * The threshold at which this share of the answered questions is answerable; infinite, so that
   * every question stays open, where the labelled questions reach no such share.
   *
   * @param targetPrecision above 0, at most 1
   */
  public static double threshold(FittedCalibration fitted, double targetPrecision) {
    return fitted.threshold(ANSWERABLE).at(targetPrecision).orElse(Double.POSITIVE_INFINITY);
  }
}
