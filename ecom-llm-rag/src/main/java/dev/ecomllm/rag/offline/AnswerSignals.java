package dev.ecomllm.rag.offline;

import java.util.Arrays;
import java.util.List;

/** What says that a question is answered at all, as numbers. */
final class AnswerSignals {

  /** The scores of the passages; the most of three of their signals; whether the best is unsure. */
  static final List<String> NAMES =
      List.of("best", "second", "mean", "alike", "share", "rare", "unsure");

  private static final int ALIKE = Signals.NAMES.indexOf("alike");
  private static final int SHARE = Signals.NAMES.indexOf("shareBest");
  private static final int RARE = Signals.NAMES.indexOf("rare");
  private static final int UNSURE = Signals.NAMES.indexOf("unsure");

  /** The mean is over so many of the best, however many passages there are. */
  private static final int MEAN_OF = 10;

  private AnswerSignals() {}

  /** In the order of {@link #NAMES}; at least one passage. */
  static double[] of(double[][] signals, double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    int top = 0;
    for (int i = 1; i < n; i++) {
      top = scores[i] > scores[top] ? i : top;
    }
    return new double[] {
      sorted[n - 1],
      sorted[Math.max(0, n - 2)],
      Arrays.stream(sorted, Math.max(0, n - MEAN_OF), n).average().orElse(0),
      largest(signals, ALIKE),
      largest(signals, SHARE),
      largest(signals, RARE),
      signals[top][UNSURE]
    };
  }

  private static double largest(double[][] signals, int at) {
    return Arrays.stream(signals).mapToDouble(row -> row[at]).max().orElse(0);
  }
}
