package dev.ecomllm.eval.score;

import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.Resampling;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A figure from what each example earned, with examples that are alike counted together. */
final class PointFigure {

  private PointFigure() {}

  static Figure of(Iterator<Points> points, String name, Resampling resampling) {
    Map<Points, Integer> alike = new LinkedHashMap<>();
    long n = 0;
    while (points.hasNext()) {
      Points each = points.next();
      if (each.counts()) {
        alike.merge(each, 1, Integer::sum);
        n++;
      }
    }
    if (n == 0) {
      throw new IllegalArgumentException("no item counts for '" + name + "'");
    }
    List<Points> cells = List.copyOf(alike.keySet());
    int[] counts = alike.values().stream().mapToInt(count -> count).toArray();
    if (cells.stream()
        .allMatch(each -> each.equals(Points.of(true)) || each.equals(Points.of(false)))) {
      return Figure.share(alike.getOrDefault(Points.of(true), 0), n, resampling.confidence());
    }
    Interval[] interval =
        resampling.intervals(counts, weights -> new double[] {value(cells, weights)});
    return Figure.resampled(value(cells, counts), n, interval[0]);
  }

  private static double value(List<Points> cells, int[] weights) {
    double earned = 0;
    double outOf = 0;
    for (int i = 0; i < weights.length; i++) {
      earned += weights[i] * cells.get(i).earned();
      outOf += weights[i] * cells.get(i).outOf();
    }
    return earned / outOf;
  }
}
