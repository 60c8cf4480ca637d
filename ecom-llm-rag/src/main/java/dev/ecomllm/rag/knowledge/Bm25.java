package dev.ecomllm.rag.knowledge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well the words of passages fit a question, by BM25 (Robertson and Zaragoza, 2009) with k1 =
 * 1.2 and b = 0.75 over words and pairs of words, each counted once for a passage. What is rare is
 * measured on the passages that compete, so no index of all products is needed.
 */
final class Bm25 {

  private static final double K1 = 1.2;
  private static final double B = 0.75;

  private Bm25() {}

  static double[] scores(Set<String> question, List<Set<String>> passages) {
    Map<String, Integer> having = new HashMap<>();
    double length = 0;
    for (Set<String> passage : passages) {
      length += passage.size();
      for (String gram : question) {
        if (passage.contains(gram)) {
          having.merge(gram, 1, Integer::sum);
        }
      }
    }
    double average = Math.max(1, length / Math.max(1, passages.size()));
    double[] scores = new double[passages.size()];
    for (int at = 0; at < scores.length; at++) {
      Set<String> passage = passages.get(at);
      double weight = (K1 + 1) / (1 + K1 * (1 - B + B * passage.size() / average));
      for (Map.Entry<String, Integer> gram : having.entrySet()) {
        if (passage.contains(gram.getKey())) {
          double rarity =
              Math.log(1 + (passages.size() - gram.getValue() + 0.5) / (gram.getValue() + 0.5));
          scores[at] += rarity * weight;
        }
      }
    }
    return scores;
  }
}
