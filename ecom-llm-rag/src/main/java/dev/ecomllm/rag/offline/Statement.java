package dev.ecomllm.rag.offline;

import dev.ecomllm.qa.Passage;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A passage as its parts: what it says, and for an answer of the community the question that it was
 * given to.
 *
 * @param says the statement, with the plumbing of attribute dumps taken out
 * @param repliesTo the past question, {@code ""} if there is none
 */
record Statement(String says, String repliesTo) {

  /** Of a longer passage, the start is read. */
  private static final int LONGEST = 4_000;

  private static final Pattern PAST_QUESTION =
      Pattern.compile("\\b(?:Question|Q)\\s*:\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern PAST_ANSWER =
      Pattern.compile("\\b(?:Answer|A)\\s*:\\s*", Pattern.CASE_INSENSITIVE);

  /** {@code name: { unit:inches, value:8 }}. */
  private static final Pattern PLUMBING =
      Pattern.compile("[{}\\[\\]\"]|\\b(?:normalized_)?value\\s*:|\\bunit\\s*:|_");

  static Statement of(Passage passage) {
    String whole = passage.text().strip();
    String text = whole.substring(0, Math.min(LONGEST, whole.length()));
    if (text.contains("{")) {
      return new Statement(attribute(text), "");
    }
    Matcher question = PAST_QUESTION.matcher(text);
    if (!question.find()) {
      return new Statement(text, "");
    }
    String before = text.substring(0, question.start()).strip();
    String after = text.substring(question.end()).strip();
    if (!before.isEmpty()) {
      return new Statement(before, after);
    }
    Matcher answer = PAST_ANSWER.matcher(after);
    return answer.find() && answer.start() > 0
        ? new Statement(after.substring(answer.end()), after.substring(0, answer.start()).strip())
        : new Statement(after, "");
  }

  private static String attribute(String text) {
    String plain = PLUMBING.matcher(text).replaceAll(" ");
    return plain.replaceAll("[,:]\\s*(?=[,:]|$)", " ").replaceAll("\\s+", " ").strip();
  }

  String lower() {
    return says.toLowerCase(Locale.ROOT);
  }
}
