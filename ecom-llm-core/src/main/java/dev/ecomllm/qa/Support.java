package dev.ecomllm.qa;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the cited passages state what an answer says: its numbers and its model names. */
final class Support {

  /** A run of letters and digits with at least one digit: 12, 4.5, 1,000, WH-1000XM5, 60fps. */
  private static final Pattern WITH_DIGIT =
      Pattern.compile(
          "[\\p{L}\\p{N}]*\\p{Nd}[\\p{L}\\p{N}]*(?:[.,-][\\p{L}\\p{N}]*\\p{Nd}[\\p{L}\\p{N}]*)*");

  private Support() {}

  static boolean holds(String answer, List<Passage> cited) {
    Set<String> stated = new HashSet<>();
    for (Passage passage : cited) {
      stated.addAll(terms(passage.text()));
    }
    return stated.containsAll(terms(answer));
  }

  private static Set<String> terms(String text) {
    Set<String> terms = new HashSet<>();
    Matcher matcher = WITH_DIGIT.matcher(text);
    while (matcher.find()) {
      String term = matcher.group().toLowerCase(Locale.ROOT).replace(",", "");
      terms.add(term);
      // "60fps" states 60 as well.
      Matcher digits = DIGITS.matcher(term);
      if (digits.lookingAt()) {
        terms.add(digits.group());
      }
    }
    return terms;
  }

  private static final Pattern DIGITS = Pattern.compile("\\d+(?:\\.\\d+)?");
}
