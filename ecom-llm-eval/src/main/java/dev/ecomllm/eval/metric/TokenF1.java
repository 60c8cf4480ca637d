package dev.ecomllm.eval.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Overlap of two bags of words: each word counts as often as both have it. */
public final class TokenF1 {

  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private TokenF1() {}

  /** Compares bags of words; two empty ones are equal, one alone has nothing in common. */
  public static Scores of(List<String> reference, List<String> candidate) {
    if (reference.isEmpty() && candidate.isEmpty()) {
      return new Scores(1, 1, 1);
    }
    Map<String, Integer> left = new HashMap<>();
    reference.forEach(word -> left.merge(word, 1, Integer::sum));
    int common = 0;
    for (String word : candidate) {
      common += left.merge(word, -1, Integer::sum) >= 0 ? 1 : 0;
    }
    return Scores.ofCounts(common, candidate.size(), reference.size());
  }

  /** The words of a text: lower-cased, split at white space, with their punctuation. */
  public static List<String> words(String text) {
    String bare = SPACE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    return bare.isEmpty() ? List.of() : List.of(bare.split(" ", -1));
  }
}
