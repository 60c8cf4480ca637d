package dev.ecomllm.rag.offline;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A yes or no is taken over only from an answer to the same question. */
final class Verdict {

  /** As a word of its own: "No, it isn't", not "No wheat". */
  private static final Pattern LEADING =
      Pattern.compile(
          "^\\W*(?:yes|yep|yeah|nope|no)"
              + "(?:\\s*[,.;:!]+\\s*|\\s+[-\u2013\u2014]\\s+|\\s*$"
              + "|\\s+(?=(?:it|they|you|i|we|this|that|there|these|those|not|but)\\b))",
          Pattern.CASE_INSENSITIVE);

  private Verdict() {}

  /** The statement, without a leading yes or no that was said to another question. */
  static String stated(Question question, Statement statement, String says) {
    Matcher leading = LEADING.matcher(says);
    if (!leading.find() || sameQuestion(question, statement)) {
      return says.strip();
    }
    return says.substring(leading.end()).strip();
  }

  /** All content words and figures in common, but for one in five. */
  private static boolean sameQuestion(Question question, Statement statement) {
    Set<String> past = Terms.of(statement.repliesTo());
    Set<String> shared = new HashSet<>(question.terms());
    shared.retainAll(past);
    int most = Math.max(past.size(), question.terms().size());
    return !shared.isEmpty() && shared.size() * 5 >= most * 4;
  }
}
