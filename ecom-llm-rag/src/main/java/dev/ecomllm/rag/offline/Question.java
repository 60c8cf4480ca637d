package dev.ecomllm.rag.offline;

import java.util.Locale;
import java.util.Set;

/**
 * What a question asks for.
 *
 * @param text in lower case
 * @param terms its content words
 * @param measures what it wants numbers of
 */
record Question(String text, Set<String> terms, Set<Measure> measures) {

  /** Nobody asks more in one question; the rest is left out. */
  private static final int LONGEST = 500;

  static Question of(String question) {
    String start = question.substring(0, Math.min(LONGEST, question.length()));
    String text = start.toLowerCase(Locale.ROOT).strip();
    return new Question(text, Terms.of(text), Measure.askedBy(text));
  }
}
