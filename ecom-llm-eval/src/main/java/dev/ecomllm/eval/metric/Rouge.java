package dev.ecomllm.eval.metric;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * ROUGE (Lin 2004) as Google's rouge_score computes it, without stemming. Tokens are lower-case
 * runs of {@code [a-z0-9]}: other letters separate, so that figures compare with published ones.
 *
 * @param rouge1 overlap of words
 * @param rouge2 overlap of pairs of neighbours
 * @param rougeL longest common subsequence of the whole texts
 * @param rougeLsum the same line by line, as for summaries
 */
public record Rouge(Scores rouge1, Scores rouge2, Scores rougeL, Scores rougeLsum) {

  /** Compares a text with its reference. */
  public static Rouge of(String reference, String candidate) {
    List<String> right = tokens(reference);
    List<String> said = tokens(candidate);
    return new Rouge(
        ngrams(right, said, 1),
        ngrams(right, said, 2),
        Scores.ofCounts(lengths(right, said)[right.size()][said.size()], said.size(), right.size()),
        summary(lines(reference), lines(candidate)));
  }

  /**
   * Compares a text with several references: of each measure, the one with the best F1.
   *
   * @param references at least one
   */
  public static Rouge ofBest(List<String> references, String candidate) {
    List<Rouge> all = references.stream().map(each -> of(each, candidate)).toList();
    return new Rouge(
        best(all, Rouge::rouge1),
        best(all, Rouge::rouge2),
        best(all, Rouge::rougeL),
        best(all, Rouge::rougeLsum));
  }

  private static Scores best(List<Rouge> all, Function<Rouge, Scores> measure) {
    Scores best = measure.apply(all.get(0));
    for (Rouge rouge : all) {
      Scores each = measure.apply(rouge);
      best = each.f1() > best.f1() ? each : best;
    }
    return best;
  }

  private static List<String> tokens(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1))
        .filter(token -> !token.isEmpty())
        .toList();
  }

  private static List<List<String>> lines(String text) {
    return Arrays.stream(text.split("\n", -1)).map(Rouge::tokens).toList();
  }

  private static Scores ngrams(List<String> right, List<String> said, int n) {
    Map<List<String>, Integer> left = new HashMap<>();
    for (int i = 0; i + n <= right.size(); i++) {
      left.merge(right.subList(i, i + n), 1, Integer::sum);
    }
    int common = 0;
    for (int i = 0; i + n <= said.size(); i++) {
      common += take(left, said.subList(i, i + n)) ? 1 : 0;
    }
    return Scores.ofCounts(
        common, Math.max(0, said.size() - n + 1), Math.max(0, right.size() - n + 1));
  }

  /**
   * Lin's union of longest common subsequences, each word counted as often as both texts have it.
   */
  private static Scores summary(List<List<String>> right, List<List<String>> said) {
    Map<String, Integer> leftRight = counts(right);
    Map<String, Integer> leftSaid = counts(said);
    int hits = 0;
    for (List<String> line : right) {
      BitSet union = new BitSet();
      said.forEach(other -> markCommon(line, other, union));
      for (int i = union.nextSetBit(0); i >= 0; i = union.nextSetBit(i + 1)) {
        String word = line.get(i);
        if (leftSaid.getOrDefault(word, 0) > 0 && take(leftRight, word)) {
          take(leftSaid, word);
          hits++;
        }
      }
    }
    return Scores.ofCounts(hits, size(said), size(right));
  }

  private static <T> boolean take(Map<T, Integer> left, T item) {
    int count = left.getOrDefault(item, 0);
    left.put(item, count - 1);
    return count > 0;
  }

  private static int size(List<List<String>> lines) {
    return lines.stream().mapToInt(List::size).sum();
  }

  private static Map<String, Integer> counts(List<List<String>> lines) {
    Map<String, Integer> counts = new HashMap<>();
    lines.forEach(line -> line.forEach(word -> counts.merge(word, 1, Integer::sum)));
    return counts;
  }

  /** Marks one longest common subsequence; of several, the one that rouge_score finds. */
  private static void markCommon(List<String> line, List<String> other, BitSet marks) {
    int[][] lengths = lengths(line, other);
    int i = line.size();
    int j = other.size();
    while (i > 0 && j > 0) {
      if (line.get(i - 1).equals(other.get(j - 1))) {
        marks.set(i - 1);
        i--;
        j--;
      } else if (lengths[i][j - 1] > lengths[i - 1][j]) {
        j--;
      } else {
        i--;
      }
    }
  }

  private static int[][] lengths(List<String> a, List<String> b) {
    int[][] lengths = new int[a.size() + 1][b.size() + 1];
    for (int i = 1; i <= a.size(); i++) {
      for (int j = 1; j <= b.size(); j++) {
        lengths[i][j] =
            a.get(i - 1).equals(b.get(j - 1))
                ? lengths[i - 1][j - 1] + 1
                : Math.max(lengths[i - 1][j], lengths[i][j - 1]);
      }
    }
    return lengths;
  }
}
