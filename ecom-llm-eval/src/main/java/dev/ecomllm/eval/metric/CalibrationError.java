package dev.ecomllm.eval.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * How far stated confidences are from what is true of them, in equal-width bins on [0, 1], each
 * closed on the left and the last on both sides (Naeini et al. 2015; Guo et al. 2017; Brier 1950).
 *
 * @param ece the bins' gaps between accuracy and mean confidence, weighted by their counts
 * @param mce the largest gap
 * @param brier mean square of confidence minus correctness (1 or 0)
 * @param bins the bins that hold anything, in order
 */
public record CalibrationError(double ece, double mce, double brier, List<Bin> bins) {

  /** Copies. */
  public CalibrationError {
    bins = List.copyOf(bins);
  }

  /**
   * One bin.
   *
   * @param bin its place, from 0
   * @param count how many examples fall into it
   * @param meanConfidence the mean of their confidences
   * @param accuracy the share of them that is right
   */
  public record Bin(int bin, int count, double meanConfidence, double accuracy) {
    double gap() {
      return Math.abs(accuracy - meanConfidence);
    }
  }

  /**
   * Measures; all zero if there is no example.
   *
   * @param confidence each 0 to 1
   * @param correct whether each was right
   * @param bins how many bins, at least 1
   * @throws IllegalArgumentException if a confidence is out of range, or the lengths differ
   */
  public static CalibrationError of(double[] confidence, boolean[] correct, int bins) {
    Pairs.check(confidence.length, correct.length);
    if (bins < 1) {
      throw new IllegalArgumentException("at least one bin is needed, not " + bins);
    }
    int[] count = new int[bins];
    double[] sum = new double[bins];
    int[] right = new int[bins];
    double square = 0;
    for (int i = 0; i < confidence.length; i++) {
      int bin = bin(confidence[i], bins);
      count[bin]++;
      sum[bin] += confidence[i];
      right[bin] += correct[i] ? 1 : 0;
      double miss = confidence[i] - (correct[i] ? 1 : 0);
      square += miss * miss;
    }
    List<Bin> filled = new ArrayList<>();
    double ece = 0;
    double mce = 0;
    for (int b = 0; b < bins; b++) {
      if (count[b] > 0) {
        Bin bin = new Bin(b, count[b], sum[b] / count[b], (double) right[b] / count[b]);
        filled.add(bin);
        ece += bin.gap() * bin.count / confidence.length;
        mce = Math.max(mce, bin.gap());
      }
    }
    return new CalibrationError(ece, mce, Scores.ratio(square, confidence.length), filled);
  }

  /** The bin of a confidence. The edges are b/bins: a product's rounding must not move one. */
  public static int bin(double confidence, int bins) {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("a confidence is 0 to 1, not " + confidence);
    }
    int bin = Math.min(bins - 1, (int) (confidence * bins));
    while (bin > 0 && confidence < (double) bin / bins) {
      bin--;
    }
    while (bin + 1 < bins && confidence >= (double) (bin + 1) / bins) {
      bin++;
    }
    return bin;
  }
}
