package dev.ecomllm.eval.compare;

import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.McNemar;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One figure of two models on the same examples.
 *
 * @param figure its name, as in the evaluation
 * @param n how many examples count for either
 * @param a the first's value
 * @param b the second's value
 * @param interval where A minus B lies: percentile bootstrap of whole examples
 * @param signFlipP two-sided p of exchanging the two answers to each example
 * @param mcNemar for shares: the exact test of the examples that only one got right
 * @param holmP the p after Holm's correction for all figures of the comparison
 * @param better examples on which A scored more
 * @param worse examples on which A scored less
 * @param smallestEffect the smallest difference that this many examples would have shown with
 *     probability 0.8 at a two-sided 5%, judged by how much the examples differ; absent where none
 *     differs
 */
public record FigureComparison(
    String figure,
    long n,
    double a,
    double b,
    Interval interval,
    double signFlipP,
    Optional<McNemar> mcNemar,
    double holmP,
    long better,
    long worse,
    OptionalDouble smallestEffect) {

  /** A minus B. */
  public double difference() {
    return a - b;
  }

  /** McNemar's exact p for shares, else the sign flip's. */
  public double p() {
    return mcNemar.map(McNemar::exactP).orElse(signFlipP);
  }

  FigureComparison withHolmP(double holmP) {
    return new FigureComparison(
        figure, n, a, b, interval, signFlipP, mcNemar, holmP, better, worse, smallestEffect);
  }
}
