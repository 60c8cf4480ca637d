package dev.ecomllm.qa;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A question that leans on an earlier one, "and in blue?", is asked together with it. English. */
final class FollowUp {

  private static final Pattern LEANS =
      Pattern.compile(
          "^\\W*(?:and|or|but|also|then|so|ok|okay|what about|how about|what if|(?:and )?if (?:so|not)|why(?: not)?\\W*$)(?!\\p{L})",
          Pattern.CASE_INSENSITIVE);

  /** A question of its own has one of these. */
  private static final Pattern ASKS =
      Pattern.compile(
          "\\b(?:what|which|how|where|when|why|who|is|are|was|were|does|do|did|can|could|will|would|should|has|have"
              + "|\\p{L}+n't)\\b",
          Pattern.CASE_INSENSITIVE);

  /** "the large one?", "in size 10?": more words without a verb are a search, and stand alone. */
  private static final int FRAGMENT_WORDS = 4;

  private FollowUp() {}

  static String standalone(String question, List<Turn> history) {
    if (!leans(question)) {
      return question;
    }
    for (int i = history.size() - 1; i >= 0; i--) {
      if (!leans(history.get(i).question())) {
        return history.get(i).question() + " " + question;
      }
    }
    return history.isEmpty()
        ? question
        : history.get(history.size() - 1).question() + " " + question;
  }

  private static boolean leans(String question) {
    String text = question.strip().toLowerCase(Locale.ROOT);
    return text.isEmpty()
        || LEANS.matcher(text).find()
        || Words.of(text).isEmpty()
        || (!ASKS.matcher(text).find()
            && text.split("\\s+", FRAGMENT_WORDS + 1).length <= FRAGMENT_WORDS);
  }
}
