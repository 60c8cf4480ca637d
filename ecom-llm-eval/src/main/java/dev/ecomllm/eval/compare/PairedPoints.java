package dev.ecomllm.eval.compare;

import dev.ecomllm.eval.metric.Exchange;
import dev.ecomllm.eval.metric.Exchange.Cell;
import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.McNemar;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.Points;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What two models earned for one figure, with examples that are alike counted together. */
final class PairedPoints {

  /** The normal quantiles of 0.975 and 0.8: a two-sided 5%, seen with probability 0.8. */
  private static final double TWO_SIDED_5_POWER_80 = 1.959963984540054 + 0.8416212335729143;

  private final String figure;
  private final Map<Pair, Integer> pairs = new LinkedHashMap<>();

  PairedPoints(String figure) {
    this.figure = figure;
  }

  private record Pair(Points a, Points b) {}

  void add(Points a, Points b) {
    if (a.counts() || b.counts()) {
      pairs.merge(new Pair(a, b), 1, Integer::sum);
    }
  }

  /** Whether any example counts, for both models. */
  boolean counts() {
    return pairs.keySet().stream().anyMatch(pair -> pair.a.counts())
        && pairs.keySet().stream().anyMatch(pair -> pair.b.counts());
  }

  /** Without Holm's correction, for which all figures are needed. */
  FigureComparison compare(Resampling resampling) {
    List<Cell> cells =
        pairs.entrySet().stream()
            .map(
                pair ->
                    new Cell(
                        pair.getKey().a.earned(),
                        pair.getKey().a.outOf(),
                        pair.getKey().b.earned(),
                        pair.getKey().b.outOf(),
                        pair.getValue()))
            .toList();
    int[] counts = cells.stream().mapToInt(Cell::count).toArray();
    double[] both = values(cells, counts);
    Interval[] interval =
        resampling.intervals(
            counts,
            weights -> {
              double[] drawn = values(cells, weights);
              return new double[] {drawn[0] - drawn[1]};
            });
    double p = Exchange.p(cells, resampling.seed());
    long better = 0;
    long worse = 0;
    long n = 0;
    for (Map.Entry<Pair, Integer> pair : pairs.entrySet()) {
      double difference = Change.difference(pair.getKey().a, pair.getKey().b);
      better += difference > 0 ? pair.getValue() : 0;
      worse += difference < 0 ? pair.getValue() : 0;
      n += pair.getValue();
    }
    boolean isShare =
        pairs.keySet().stream().allMatch(pair -> isBinary(pair.a) && isBinary(pair.b));
    return new FigureComparison(
        figure,
        n,
        both[0],
        both[1],
        interval[0],
        p,
        isShare ? Optional.of(McNemar.of((int) better, (int) worse)) : Optional.empty(),
        p,
        better,
        worse,
        smallestEffect(cells, both, n));
  }

  private static boolean isBinary(Points points) {
    return points.outOf() == 1 && (points.earned() == 0 || points.earned() == 1);
  }

  private static double[] values(List<Cell> cells, int[] weights) {
    double earnedA = 0;
    double outOfA = 0;
    double earnedB = 0;
    double outOfB = 0;
    for (int i = 0; i < weights.length; i++) {
      Cell cell = cells.get(i);
      earnedA += weights[i] * cell.earnedA();
      outOfA += weights[i] * cell.outOfA();
      earnedB += weights[i] * cell.earnedB();
      outOfB += weights[i] * cell.outOfB();
    }
    return new double[] {earnedA / outOfA, earnedB / outOfB};
  }

  /** From the standard error of the difference, each ratio linearised at its value. */
  private static OptionalDouble smallestEffect(List<Cell> cells, double[] both, long n) {
    double outOfA = 0;
    double outOfB = 0;
    for (Cell cell : cells) {
      outOfA += cell.count() * cell.outOfA();
      outOfB += cell.count() * cell.outOfB();
    }
    double squares = 0;
    for (Cell cell : cells) {
      double influence =
          (cell.earnedA() - both[0] * cell.outOfA()) * n / outOfA
              - (cell.earnedB() - both[1] * cell.outOfB()) * n / outOfB;
      squares += cell.count() * influence * influence;
    }
    double error = Math.sqrt(squares / (n - 1.0) / n);
    return n > 1 && error > 1e-12
        ? OptionalDouble.of(TWO_SIDED_5_POWER_80 * error)
        : OptionalDouble.empty();
  }
}
