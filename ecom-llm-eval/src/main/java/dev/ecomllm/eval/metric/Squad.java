package dev.ecomllm.eval.metric;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Exact match and word F1 of answers, as the SQuAD 2.0 script counts them (Rajpurkar et al. 2018).
 * Punctuation goes without leaving a space, so "12.5 cm" equals "125 cm": not for attributes.
 *
 * @param exact whether the answer equals a reference, once both are normalised
 * @param f1 the best F1 of the words' bags, over the references
 */
public record Squad(boolean exact, double f1) {

  private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");

  /** Whole words by Python's reckoning: combining marks are no part of a word. */
  private static final Pattern ARTICLES =
      Pattern.compile("(?<![\\p{L}\\p{N}_])(?:a|an|the)(?![\\p{L}\\p{N}_])");

  /** White space by Python's reckoning. */
  private static final Pattern SPACE =
      Pattern.compile(
          "[\\x09-\\x0d\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+");

  /**
   * Compares with several references; with none that says anything, "" is right.
   *
   * @param references may be empty: the question has no answer
   */
  public static Squad of(List<String> references, String prediction) {
    String answer = normalise(prediction);
    List<String> right =
        references.stream().map(Squad::normalise).filter(s -> !s.isEmpty()).toList();
    if (right.isEmpty()) {
      right = List.of("");
    }
    return new Squad(
        right.contains(answer),
        right.stream().mapToDouble(each -> f1(each, answer)).max().orElse(0));
  }

  /** Lower case, without punctuation and articles, with single spaces. */
  static String normalise(String text) {
    String plain = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    String bare = ARTICLES.matcher(plain).replaceAll(" ");
    return SPACE.matcher(bare).replaceAll(" ").strip();
  }

  private static double f1(String reference, String prediction) {
    return TokenF1.of(words(reference), words(prediction)).f1();
  }

  private static List<String> words(String normalised) {
    return normalised.isEmpty() ? List.of() : List.of(normalised.split(" ", -1));
  }
}
