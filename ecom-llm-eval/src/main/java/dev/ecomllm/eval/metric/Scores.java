package dev.ecomllm.eval.metric;

/**
 * Precision, recall and their harmonic mean, each 0 to 1; 0/0 is 0.
 *
 * @param precision share of what was predicted that is right
 * @param recall share of what is right that was predicted
 * @param f1 the harmonic mean, or a mean of harmonic means where the metric says so
 */
public record Scores(double precision, double recall, double f1) {

  /** All zero. */
  public static final Scores ZERO = new Scores(0, 0, 0);

  /** From counts: how much is common to two sets, and how large they are. */
  public static Scores ofCounts(double common, double predicted, double truth) {
    return of(ratio(common, predicted), ratio(common, truth));
  }

  /** With the harmonic mean of the two. */
  public static Scores of(double precision, double recall) {
    double sum = precision + recall;
    return new Scores(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum);
  }

  /** Each number's plain mean; all zero if there is none. */
  public static Scores mean(Iterable<Scores> all) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    int n = 0;
    for (Scores each : all) {
      precision += each.precision;
      recall += each.recall;
      f1 += each.f1;
      n++;
    }
    return n == 0 ? ZERO : new Scores(precision / n, recall / n, f1 / n);
  }

  /** One number by another; 0 if the second is 0. */
  static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
