package dev.ecomllm.rag.offline;

import java.util.Arrays;
import java.util.List;

/** What says that a question is answered at all, as numbers. */
final class AnswerSignals {

  static final List<String> NAMES =
      List.of("best", "second", "alike", "share", "unsure", "yesNo", "number", "opinion");

  private static final int ALIKE = Signals.NAMES.indexOf("alikeBest");
  private static final int SHARE = Signals.NAMES.indexOf("shareBest");
  private static final int UNSURE = Signals.NAMES.indexOf("unsure");

  private AnswerSignals() {}

  /** In the order of {@link #NAMES}; at least one passage. */
  static double[] of(Question question, double[][] signals, double[] scores) {
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
      largest(signals, ALIKE),
      largest(signals, SHARE),
      signals[top][UNSURE],
      question.yesNo() ? 1 : 0,
      question.measures().isEmpty() ? 0 : 1,
      question.opinion() ? 1 : 0
    };
  }

  private static double largest(double[][] signals, int at) {
    return Arrays.stream(signals).mapToDouble(row -> row[at]).max().orElse(0);
  }
}
