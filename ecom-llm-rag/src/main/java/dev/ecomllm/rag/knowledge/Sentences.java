package dev.ecomllm.rag.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits text where a sentence, a line or a bullet ends, and nowhere inside a number or a unit. */
public final class Sentences {

  /**
   * Ends: a line break, a bullet, or a full stop before a space. Not after an abbreviation, a
   * single letter, or between figures ("approx. 5 in. wide", "No. 4").
   */
  private static final Pattern END =
      Pattern.compile(
          "\\R+|[•‣▪]|(?<=[.!?][\"')\\]”]?)(?<!\\b(?:approx|incl|max|min|vs|etc|e\\.g|i\\.e|no|nr|dia|"
              + "in|ft|oz|lb|lbs|sq|qty|dr|mr|mrs|ms|st|inc|ltd|co|fig|\\p{L})\\.)\\s+(?=\\S)",
          Pattern.CASE_INSENSITIVE);

  private Sentences() {}

  /** The sentences, stripped, in order; none is blank. */
  public static List<String> of(String text) {
    List<String> sentences = new ArrayList<>();
    Matcher end = END.matcher(text);
    int from = 0;
    while (end.find()) {
      add(sentences, text.substring(from, end.start()));
      from = end.end();
    }
    add(sentences, text.substring(from));
    return sentences;
  }

  private static void add(List<String> sentences, String text) {
    String stripped = text.strip();
    if (!stripped.isEmpty()) {
      sentences.add(stripped);
    }
  }
}
