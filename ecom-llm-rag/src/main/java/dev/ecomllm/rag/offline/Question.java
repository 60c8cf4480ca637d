package dev.ecomllm.rag.offline;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a question asks for.
 *
 * @param text in lower case
 * @param terms its content words
 * @param measures what it wants numbers of
 * @param yesNo whether it wants a yes or a no
 * @param origin whether it asks where the thing is made
 * @param fit whether it asks what the thing fits or works with
 * @param opinion whether it asks how people find it
 */
record Question(
    String text,
    Set<String> terms,
    Set<Measure> measures,
    boolean yesNo,
    boolean origin,
    boolean fit,
    boolean opinion) {

  /** Nobody asks more in one question; the rest is left out. */
  private static final int LONGEST = 500;

  private static final Pattern OPEN =
      Pattern.compile(
          "\\b(?:what|which|how|where|when|why|who)\\b(?!\\s+(?:if|about)\\b)|what's|whats");
  private static final Pattern CLOSED =
      Pattern.compile(
          "\\b(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|isn't|doesn't|don't)\\b");
  private static final Pattern ORIGIN =
      Pattern.compile(
          "made in\\b|where .*(?:made|manufactur|produced|assembled|ship|from\\b)|manufactured"
              + "|country of|\\b(?:usa|china)\\b");
  private static final Pattern FIT =
      Pattern.compile("\\b(?:fits?|compatible|works? (?:with|on|in|for)|used? (?:with|on))\\b");
  private static final Pattern OPINION =
      Pattern.compile(
          "\\b(?:good|well|comfortable|easy|hard|durable|sturdy|quality|worth|like|recommend|noisy"
              + "|loud|strong|soft|smell|true to size|run)\\b");

  static Question of(String question) {
    String start = question.substring(0, Math.min(LONGEST, question.length()));
    String text = start.toLowerCase(Locale.ROOT).strip();
    Set<Measure> measures = Measure.askedBy(text);
    return new Question(
        text,
        Terms.of(text),
        measures,
        isYesNo(text),
        ORIGIN.matcher(text).find(),
        FIT.matcher(text).find(),
        OPINION.matcher(text).find());
  }

  /** By the question word that comes first: "does it work when wet?", "how long does it last?". */
  private static boolean isYesNo(String text) {
    Matcher open = OPEN.matcher(text);
    int firstOpen = open.find() ? open.start() : Integer.MAX_VALUE;
    Matcher closed = CLOSED.matcher(text);
    return closed.find() && closed.start() < firstOpen;
  }
}
