package dev.ecomllm.eval.metric;

/**
 * BERTScore's matching (Zhang et al. 2020), as bert-score does it without idf weights or rescaling:
 * each token is matched with the most similar one of the other text, by cosine. The first and the
 * last token of a text, which the encoder adds, have no weight of their own, but may be matched.
 */
public final class BertScore {

  private BertScore() {}

  /**
   * Compares token embeddings; all zero if either text has no token of its own. Cosines can be
   * negative, so the scores can.
   *
   * @param reference a vector for each token, the encoder's first and last included
   * @param candidate the same of the other text
   */
  public static Scores of(float[][] reference, float[][] candidate) {
    if (reference.length <= 2 || candidate.length <= 2) {
      return Scores.ZERO;
    }
    double[][] right = normalised(reference);
    double[][] said = normalised(candidate);
    double precision = meanOfBest(said, right);
    double recall = meanOfBest(right, said);
    double f1 = 2 * precision * recall / (precision + recall);
    return new Scores(precision, recall, Double.isNaN(f1) ? 0 : f1);
  }

  private static double meanOfBest(double[][] tokens, double[][] others) {
    double sum = 0;
    for (int i = 1; i < tokens.length - 1; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (double[] other : others) {
        best = Math.max(best, dot(tokens[i], other));
      }
      sum += best;
    }
    return sum / (tokens.length - 2);
  }

  private static double[][] normalised(float[][] vectors) {
    double[][] unit = new double[vectors.length][];
    for (int i = 0; i < vectors.length; i++) {
      unit[i] = new double[vectors[i].length];
      double square = 0;
      for (float each : vectors[i]) {
        square += (double) each * each;
      }
      double length = Math.sqrt(square);
      for (int d = 0; d < unit[i].length; d++) {
        unit[i][d] = vectors[i][d] / length;
      }
    }
    return unit;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }
}
