package dev.ecomllm.eval.metric;

import java.util.Arrays;
import java.util.Comparator;

/** Holm's correction (Holm 1979) for looking at several p-values at once. */
public final class Holm {

  private Holm() {}

  /** The adjusted p-values, in the order given. */
  public static double[] adjust(double... p) {
    Integer[] order = new Integer[p.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> p[i]));
    double[] adjusted = new double[p.length];
    double most = 0;
    for (int rank = 0; rank < order.length; rank++) {
      most = Math.max(most, Math.min(1, (p.length - rank) * p[order[rank]]));
      adjusted[order[rank]] = most;
    }
    return adjusted;
  }
}
