package dev.ecomllm.eval.metric;

/** Quantiles by linear interpolation (Hyndman and Fan 1996, type 7), as NumPy takes them. */
final class Quantile {

  private Quantile() {}

  /**
   * A quantile of numbers that are in order.
   *
   * @param sorted at least one
   * @param at 0 to 1
   */
  static double of(double[] sorted, double at) {
    double place = at * (sorted.length - 1);
    int below = (int) Math.floor(place);
    if (below >= sorted.length - 1) {
      return sorted[sorted.length - 1];
    }
    double part = place - below;
    // From the nearer end, so that the result never leaves the two.
    double gap = sorted[below + 1] - sorted[below];
    return part < 0.5 ? sorted[below] + gap * part : sorted[below + 1] - gap * (1 - part);
  }
}
