package dev.ecomllm.eval.metric;

import java.util.List;

/** Share of examples whose truth is among the first k that were ranked. */
public final class TopK {

  private TopK() {}

  /**
   * The shares for k = 1, 2, ... up to the longest ranking; a shorter ranking counts what it has.
   *
   * @throws IllegalArgumentException if there are not as many truths as rankings
   */
  public static double[] of(List<String> truth, List<List<String>> ranked) {
    Pairs.check(truth.size(), ranked.size());
    double[] shares = new double[ranked.stream().mapToInt(List::size).max().orElse(0)];
    for (int i = 0; i < truth.size(); i++) {
      int place = ranked.get(i).indexOf(truth.get(i));
      if (place >= 0) {
        shares[place]++;
      }
    }
    for (int k = 1; k < shares.length; k++) {
      shares[k] += shares[k - 1];
    }
    for (int k = 0; k < shares.length; k++) {
      shares[k] /= truth.size();
    }
    return shares;
  }
}
