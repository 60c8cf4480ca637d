package dev.ecomllm.rag.offline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What labelled titles tell of words and of whole values: in how many titles they stand, and in how
 * many of these they were part of, or all of, an attribute's value. A labelled title is told what
 * the others say, without itself, so that a model that learns from it does not trust these counts
 * more than a new title deserves. Immutable and thread-safe.
 */
final class KnownValues {

  /** The most words of a value. */
  static final int LONGEST = 8;

  /** The most letters of an ending after a value, as in "Men's" or "printed". */
  static final int LONGEST_ENDING = 3;

  private final Map<String, Counts> words = new HashMap<>();
  private final Map<String, Counts> values = new HashMap<>();

  /**
   * Counts of titles.
   *
   * @param titles that have it
   * @param as those where it was labelled as an attribute, or {@link Lesson#OUTSIDE}
   */
  record Counts(int titles, Map<String, Integer> as) {

    private static final Counts NONE = new Counts(0, Map.of());

    /** How often it was labelled as an attribute. */
    int times(String attribute) {
      return as.getOrDefault(attribute, 0);
    }

    /** The share of titles where it was: -1 not known, 0 none, 1 some, 2 half, 3 most. */
    int share(String attribute) {
      double share = times(attribute) / (double) Math.max(1, Math.max(titles, times(attribute)));
      return titles <= 0 ? -1 : share == 0 ? 0 : share < 0.3 ? 1 : share < 0.7 ? 2 : 3;
    }

    /** In how many titles, roughly. */
    int rarity() {
      return titles < 2 ? titles : titles < 4 ? 2 : titles < 10 ? 3 : 4;
    }

    /** A number for what it mostly was and how surely; 0 if nobody knows. */
    int mostly() {
      int all = 0;
      int most = 0;
      String name = "";
      for (Map.Entry<String, Integer> entry : as.entrySet()) {
        int times = entry.getValue();
        all += times;
        if (times > most || (times == most && entry.getKey().compareTo(name) < 0)) {
          most = times;
          name = entry.getKey();
        }
      }
      int surely = most >= 0.9 * all ? 3 : most >= 0.6 * all ? 2 : 1;
      return most == 0 ? 0 : name.hashCode() * 31 + surely + (all > 2 ? 4 : 0);
    }

    private Counts without(Set<String> own) {
      Map<String, Integer> others = new HashMap<>(as);
      own.forEach(attribute -> others.computeIfPresent(attribute, (a, n) -> n > 1 ? n - 1 : null));
      return new Counts(titles - 1, others);
    }

    private Counts with(Set<String> own, int times) {
      Map<String, Integer> all = new HashMap<>(as);
      own.forEach(attribute -> all.merge(attribute, 1, Integer::sum));
      return new Counts(titles + times, all);
    }
  }

  KnownValues(List<Lesson> lessons) {
    for (Lesson lesson : lessons) {
      lesson.parts().forEach((word, as) -> add(words, word, as, 1));
      lesson.values().forEach((key, as) -> add(values, key, as, 0));
    }
    for (Lesson lesson : lessons) {
      for (String key : pieces(lesson.tokens())) {
        add(values, key, Set.of(), 1);
      }
    }
  }

  private static void add(Map<String, Counts> counts, String key, Set<String> as, int titles) {
    counts.put(key, counts.getOrDefault(key, Counts.NONE).with(as, titles));
  }

  /** The known values that the title's words state, also those before an ending. */
  private Set<String> pieces(List<Token> tokens) {
    Set<String> pieces = new HashSet<>();
    for (int from = 0; from < tokens.size(); from++) {
      StringBuilder key = new StringBuilder();
      for (int to = from; to < Math.min(tokens.size(), from + LONGEST); to++) {
        key.append(to == from ? "" : " ").append(tokens.get(to).lower());
        for (int ending = 0; ending <= LONGEST_ENDING && ending < key.length(); ending++) {
          String piece = key.substring(0, key.length() - ending);
          if (values.containsKey(piece)) {
            pieces.add(piece);
          }
        }
      }
    }
    return pieces;
  }

  /** What the other titles tell of a word in lower case. */
  Counts word(String word, Lesson asking) {
    Counts all = words.getOrDefault(word, Counts.NONE);
    return asking.isLabelled() && all.titles() > 0
        ? all.without(asking.parts().getOrDefault(word, Set.of()))
        : all;
  }

  /** What the other titles tell of a whole value, by its key. */
  Counts value(String key, Lesson asking) {
    Counts all = values.getOrDefault(key, Counts.NONE);
    return asking.isLabelled() && all.titles() > 0
        ? all.without(asking.values().getOrDefault(key, Set.of()))
        : all;
  }
}
