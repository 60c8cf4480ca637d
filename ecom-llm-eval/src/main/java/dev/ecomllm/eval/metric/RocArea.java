package dev.ecomllm.eval.metric;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Area under the ROC curve: how often a positive example has a higher score than a negative one,
 * ties counting half (Hanley and McNeil 1982). For questions: whether those that the passages
 * answer get higher confidences than those that they don't.
 */
public final class RocArea {

  private final int[] order;
  private final double[] score;
  private final boolean[] positive;

  /**
   * Sorts the examples once.
   *
   * @param score any scale, higher is surer; examples whose score is NaN take no part
   * @param positive what each example is
   */
  public RocArea(double[] score, boolean[] positive) {
    Pairs.check(score.length, positive.length);
    this.score = score.clone();
    this.positive = positive.clone();
    Integer[] places = new Integer[score.length];
    Arrays.setAll(places, i -> i);
    order =
        Arrays.stream(places)
            .filter(i -> !Double.isNaN(score[i]))
            .sorted(Comparator.comparingDouble((Integer i) -> score[i]))
            .mapToInt(i -> i)
            .toArray();
  }

  /** The area, 0 to 1; NaN unless there are examples of both kinds. */
  public double area() {
    int[] once = new int[score.length];
    Arrays.fill(once, 1);
    return area(once);
  }

  /** The area where each example occurs as often as its weight says. */
  public double area(int[] weights) {
    double below = 0;
    double wins = 0;
    double positives = 0;
    int place = 0;
    while (place < order.length) {
      double tiedPositives = 0;
      double tiedNegatives = 0;
      double tie = score[order[place]];
      for (; place < order.length && score[order[place]] == tie; place++) {
        int i = order[place];
        tiedPositives += positive[i] ? weights[i] : 0;
        tiedNegatives += positive[i] ? 0 : weights[i];
      }
      wins += tiedPositives * (below + tiedNegatives / 2);
      positives += tiedPositives;
      below += tiedNegatives;
    }
    return positives == 0 || below == 0 ? Double.NaN : wins / (positives * below);
  }

  /**
   * A point of the curve: the largest share of the negative examples that a threshold rejects while
   * it rejects at most this share of the positive ones. Ties are rejected together. NaN unless
   * there are examples of both kinds.
   *
   * @param falselyRejected 0 to 1
   */
  public double rejectedAt(double falselyRejected, int[] weights) {
    double positives = 0;
    double negatives = 0;
    for (int i : order) {
      positives += positive[i] ? weights[i] : 0;
      negatives += positive[i] ? 0 : weights[i];
    }
    double lost = 0;
    double rejected = 0;
    double best = 0;
    for (int place = 0; place < order.length; place++) {
      int i = order[place];
      lost += positive[i] ? weights[i] : 0;
      rejected += positive[i] ? 0 : weights[i];
      boolean last = place + 1 == order.length || score[order[place + 1]] != score[i];
      if (last && lost <= falselyRejected * positives) {
        best = rejected;
      }
    }
    return positives == 0 || negatives == 0 ? Double.NaN : best / negatives;
  }
}
