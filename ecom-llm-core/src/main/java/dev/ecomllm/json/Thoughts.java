package dev.ecomllm.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keeps apart what a model thought aloud, in think tags, and what it answered. */
final class Thoughts {

  private static final String[] TAGS = {"think", "thinking", "thought", "reasoning"};

  private Thoughts() {}

  /** The candidates outside think tags; those inside only if there are no others. */
  static List<Candidate> answers(String text, char[] s, RepairOptions options) {
    Finder finder = new Finder(text, s, options);
    if (text.indexOf('<') < 0) {
      return finder.find(0, s.length);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    int answer = 0;
    int open = -1;
    for (String tag : TAGS) {
      int close = lower.lastIndexOf("</" + tag + ">");
      if (close >= 0) {
        answer = Math.max(answer, close + tag.length() + 3);
      }
      open = Math.max(open, lower.lastIndexOf("<" + tag + ">"));
    }
    if (answer > s.length) {
      return finder.find(0, s.length);
    }
    List<Candidate> candidates = new ArrayList<>();
    if (open >= answer) {
      candidates.addAll(finder.find(answer, open));
      answer = open;
    } else {
      candidates.addAll(finder.find(answer, s.length));
      open = s.length;
    }
    if (!candidates.isEmpty() || (answer == 0 && open == s.length)) {
      return candidates;
    }
    return finder.find(0, s.length);
  }
}
