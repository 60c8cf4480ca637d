package dev.ecomllm.json;

import dev.ecomllm.json.Candidate.Rank;
import java.util.List;

/** Keeps apart what a model thought aloud, in think tags, and what it answered. */
final class Thoughts {

  private static final String[] TAGS = {"think>", "thinking>", "thought>", "reasoning>"};

  private Thoughts() {}

  /**
   * The candidates outside think tags; those inside only if there are no others. The opening tag
   * may be missing, where it is part of the prompt, and the closing one, where the answer is cut
   * off.
   */
  static List<Candidate> answers(String text, Finder finder) {
    if (text.indexOf('<') < 0) {
      return finder.find(0, text.length());
    }
    int close = last(text, "</");
    int open = last(text, "<");
    List<Candidate> all = finder.find(0, beginsWithJson(text) ? text.length() : 0);
    if (all.stream().anyMatch(json -> json.rank() == Rank.COMPLETE && json.covers(open))) {
      return all;
    }
    int begin = close < 0 ? 0 : text.indexOf('>', close) + 1;
    int end = open > close ? open : text.length();
    List<Candidate> outside = finder.find(begin, end);
    boolean whole = begin == 0 && end == text.length();
    return whole || !outside.isEmpty() ? outside : finder.find(0, text.length());
  }

  /** Then a tag may stand in one of its strings. */
  private static boolean beginsWithJson(String text) {
    String stripped = text.stripLeading();
    return stripped.startsWith("{") || stripped.startsWith("[");
  }

  /** Where the last such tag begins; -1 if there is none. */
  private static int last(String text, String bracket) {
    int length = bracket.length();
    for (int i = text.lastIndexOf(bracket); i >= 0; i = text.lastIndexOf(bracket, i - 1)) {
      for (String tag : TAGS) {
        if (text.regionMatches(true, i + length, tag, 0, tag.length())) {
          return i;
        }
      }
    }
    return -1;
  }
}
