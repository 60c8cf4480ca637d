package dev.ecomllm.rag.offline;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a title that may be a value: some words, or a known value before an ending, such as
 * "Men" in "Men's" or "Print" in "Printed".
 *
 * @param from its first token
 * @param to the token after its last
 * @param ending how many letters of its last token do not belong to it
 * @param key its words in lower case
 * @param text as the title states it
 */
record Candidate(int from, int to, int ending, String key, String text) {

  /** Values with an ending have at most this many words. */
  private static final int LONGEST_WITH_ENDING = 4;

  static List<Candidate> of(Lesson title, KnownValues known) {
    List<Candidate> candidates = new ArrayList<>();
    List<Token> tokens = title.tokens();
    for (int from = 0; from < tokens.size(); from++) {
      if (",|;)]([".contains(tokens.get(from).text())) {
        continue;
      }
      int most = Math.min(tokens.size(), from + KnownValues.LONGEST);
      for (int to = from + 1; to <= most && !",|;".contains(tokens.get(to - 1).text()); to++) {
        if (!"([".contains(tokens.get(to - 1).text())) {
          candidates.add(of(title, from, to, 0));
        }
        if (to - from <= LONGEST_WITH_ENDING) {
          withEnding(title, from, to, known, candidates);
        }
      }
    }
    return candidates;
  }

  private static void withEnding(
      Lesson title, int from, int to, KnownValues known, List<Candidate> candidates) {
    String last = title.tokens().get(to - 1).lower();
    for (int ending = 1; ending <= KnownValues.LONGEST_ENDING; ending++) {
      int length = last.length() - ending;
      if (length > 1 && last.chars().allMatch(Character::isLetter)) {
        Candidate candidate = of(title, from, to, ending);
        if (!known.value(candidate.key(), title).as().isEmpty()) {
          candidates.add(candidate);
        }
      }
    }
  }

  private static Candidate of(Lesson title, int from, int to, int ending) {
    String key = Token.key(title.tokens().subList(from, to));
    int start = title.tokens().get(from).start();
    int end = title.tokens().get(to - 1).end() - ending;
    return new Candidate(
        from,
        to,
        ending,
        key.substring(0, key.length() - ending),
        title.title().substring(start, end));
  }
}
