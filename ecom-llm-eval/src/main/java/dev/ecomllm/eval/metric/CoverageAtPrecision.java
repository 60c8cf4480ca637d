package dev.ecomllm.eval.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How much could be answered by machine at a wished precision: the largest share of examples that
 * some threshold on the confidence keeps while at least that share of the kept is right (El-Yaniv
 * and Wiener 2010: selective classification). Examples of the same confidence are kept or dropped
 * together; one of unknown confidence (NaN) is never kept.
 */
public final class CoverageAtPrecision {

  private final int[] order;
  private final double[] confidence;
  private final boolean[] correct;

  /**
   * Sorts the examples once.
   *
   * @param confidence each 0 to 1, or NaN where unknown
   * @param correct whether each was right
   */
  public CoverageAtPrecision(double[] confidence, boolean[] correct) {
    Pairs.check(confidence.length, correct.length);
    this.confidence = confidence.clone();
    this.correct = correct.clone();
    Integer[] places = new Integer[confidence.length];
    Arrays.setAll(places, i -> i);
    Arrays.sort(places, Comparator.comparingDouble((Integer i) -> -known(confidence[i])));
    order = Arrays.stream(places).mapToInt(i -> i).toArray();
  }

  /** The coverage, 0 to 1. */
  public double at(double precision) {
    int[] once = new int[order.length];
    Arrays.fill(once, 1);
    return at(precision, once);
  }

  /** The coverage where each example occurs as often as its weight says. */
  public double at(double precision, int[] weights) {
    long kept = 0;
    long right = 0;
    long best = 0;
    long all = 0;
    for (int place = 0; place < order.length; place++) {
      int i = order[place];
      all += weights[i];
      if (!Double.isNaN(confidence[i])) {
        kept += weights[i];
        right += correct[i] ? weights[i] : 0;
        boolean last = place + 1 == order.length || confidence[order[place + 1]] != confidence[i];
        if (last && (double) right >= precision * (double) kept) {
          best = kept;
        }
      }
    }
    return Scores.ratio((double) best, (double) all);
  }

  /**
   * The precision if the surest examples are kept until they are at least this share of all; NaN if
   * fewer have a known confidence.
   */
  public double precisionAt(double coverage, int[] weights) {
    double all = 0;
    for (int weight : weights) {
      all += weight;
    }
    double kept = 0;
    double right = 0;
    for (int place = 0; place < order.length; place++) {
      int i = order[place];
      if (Double.isNaN(confidence[i])) {
        return Double.NaN;
      }
      kept += weights[i];
      right += correct[i] ? weights[i] : 0;
      boolean last = place + 1 == order.length || confidence[order[place + 1]] != confidence[i];
      if (last && kept > 0 && kept >= coverage * all) {
        return right / kept;
      }
    }
    return Double.NaN;
  }

  /**
   * What is kept at each threshold.
   *
   * @param threshold the smallest confidence that is kept, 0 to 1
   * @param coverage the share of all examples that is kept
   * @param precision the share of the kept that is right
   * @param recall the share of all that are right that is kept
   */
  public record Point(double threshold, double coverage, double precision, double recall) {}

  /** A point for each confidence that occurs, the highest first. */
  public List<Point> curve() {
    double allRight = 0;
    for (boolean each : correct) {
      allRight += each ? 1 : 0;
    }
    List<Point> points = new ArrayList<>();
    double right = 0;
    for (int place = 0; place < order.length; place++) {
      int i = order[place];
      if (Double.isNaN(confidence[i])) {
        break;
      }
      right += correct[i] ? 1 : 0;
      if (place + 1 == order.length || confidence[order[place + 1]] != confidence[i]) {
        double kept = place + 1;
        points.add(
            new Point(
                confidence[i], kept / order.length, right / kept, Scores.ratio(right, allRight)));
      }
    }
    return points;
  }

  private static double known(double confidence) {
    return Double.isNaN(confidence) ? -1 : confidence;
  }
}
