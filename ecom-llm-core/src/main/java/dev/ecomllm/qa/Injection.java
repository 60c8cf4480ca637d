package dev.ecomllm.qa;

import java.util.regex.Pattern;

/**
 * Text that speaks to the model instead of about the product. A passage like that is still shown
 * and ranked, but proves nothing. A heuristic: what keeps invented answers out is that an answer
 * needs a citation that supports it.
 */
public final class Injection {

  private static final Pattern COMMAND =
      Pattern.compile(
          "\\b(?:ignore|disregard|forget|override)\\b.{0,40}\\b(?:instruction|prompt|rule|passage|above|previous"
              + "|context|question|everything)"
              + "|\\b(?:answer|reply|respond|say|state|claim|output|return|print|write|tell)\\b.{0,25}"
              + "(?:\\byes\\b|\\bno\\b|\\btrue\\b|answerable|citation|customer|shopper|user|\"|“)"
              + "|\\b(?:system|assistant|developer|admin)\\s*(?:prompt|message|note|override)?\\s*:"
              + "|\\byou (?:are|must|should|will|have to)\\b.{0,30}\\b(?:assistant|model|ai|bot|answer|reply|say"
              + "|respond|cite|confirm)\\b"
              + "|\\b(?:cite|citing)\\b.{0,20}\\b(?:passage|this|\\[?\\d)|\\bcitations?\\b.{0,5}[:=\\[]"
              + "|<\\|?/?(?:system|im_start|im_end|inst|passage|user|assistant)|\\[/?inst\\]|\"answerable\"",
          Pattern.CASE_INSENSITIVE);

  /** Of a longer text, the start is read. */
  private static final int LONGEST = 4_000;

  private Injection() {}

  /** Whether the passage tries to give orders. */
  public static boolean isSuspected(Passage passage) {
    String text = passage.text();
    return COMMAND.matcher(text.substring(0, Math.min(LONGEST, text.length()))).find();
  }
}
