package dev.ecomllm.eval.junit;

import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.Figure;

/** Assertions on one metric, or on the lower bound of its interval. */
public final class MetricAssert {

  private final EvaluationAssert all;
  private final Evaluation evaluation;
  private final String figure;
  private final double confidence;
  private final boolean isBound;

  MetricAssert(EvaluationAssert all, Evaluation evaluation, String figure) {
    this(all, evaluation, figure, evaluation.confidence(), false);
  }

  private MetricAssert(
      EvaluationAssert all,
      Evaluation evaluation,
      String figure,
      double confidence,
      boolean isBound) {
    this.all = all;
    this.evaluation = evaluation;
    this.figure = figure;
    this.confidence = confidence;
    this.isBound = isBound;
  }

  /**
   * The lower end of the two-sided interval, as reports show it, instead of the value: a small
   * dataset then needs a better model. Shares have Wilson's interval, everything else is resampled
   * 1,000 times, from one seed.
   *
   * @param confidence such as 0.95
   */
  public MetricAssert lowerBound(double confidence) {
    return new MetricAssert(all, evaluation, figure, confidence, true);
  }

  /**
   * Checks, and goes back to the evaluation for more.
   *
   * @throws AssertionError if it is less; the message has value, interval, n and the worst items
   */
  public EvaluationAssert isAtLeast(double least) {
    Figure found = evaluation.figureOfItems(figure, confidence);
    double checked = isBound ? found.interval().low() : found.value();
    if (!(checked >= least)) {
      throw new AssertionError(
          EvaluationAssert.text(
                  "%s: %s %.4f is less than %.4f (value %.4f, %.0f%% interval [%.4f, %.4f], n ="
                      + " %d)",
                  figure,
                  isBound ? "lower bound" : "value",
                  checked,
                  least,
                  found.value(),
                  confidence * 100,
                  found.interval().low(),
                  found.interval().high(),
                  found.n())
              + EvaluationAssert.worst(evaluation, figure));
    }
    return all;
  }
}
