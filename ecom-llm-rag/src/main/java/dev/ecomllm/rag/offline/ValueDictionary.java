package dev.ecomllm.rag.offline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values that labelled titles of one category gave to each attribute, and how often a title
 * that holds the words meant them.
 */
final class ValueDictionary {

  private static final int LONGEST = 7;

  /** By the value's lower-case words, by attribute: in how many titles it was the value. */
  private final Map<String, Map<String, Integer>> labelled = new HashMap<>();

  /** In how many titles the words stand. */
  private final Map<String, Integer> seen = new HashMap<>();

  /**
   * A known value in a title.
   *
   * @param from its first token
   * @param to the token after its last
   * @param attribute whose value it is
   * @param times in how many other titles
   * @param share of the titles that hold the words
   */
  record Hit(int from, int to, String attribute, int times, double share) {}

  /** By word, by attribute or {@link Tagged#OUTSIDE}: in how many titles it was part of one. */
  private final Map<String, Map<String, Integer>> parts = new HashMap<>();

  /** In how many titles a word stands. */
  private final Map<String, Integer> words = new HashMap<>();

  /**
   * What other titles tell of a word.
   *
   * @param rarity in how many they have it, roughly
   * @param mostly the attribute that it mostly was part of and how surely; {@code ""} if not known
   */
  record Statistic(String rarity, String mostly) {}

  static ValueDictionary of(List<Tagged> titles) {
    ValueDictionary dictionary = new ValueDictionary();
    dictionary.learn(titles);
    return dictionary;
  }

  /**
   * What other titles tell of each word of a title.
   *
   * @param own what this title itself taught, which does not count; none for a new title
   */
  List<Statistic> statistics(List<Token> tokens, List<String> own) {
    List<Statistic> statistics = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      String word = tokens.get(i).lower();
      int titles = words.getOrDefault(word, 0) - (own.isEmpty() ? 0 : 1);
      String taught = own.isEmpty() ? "" : attribute(own.get(i));
      statistics.add(new Statistic(rarity(titles), mostly(word, taught)));
    }
    return statistics;
  }

  private static String rarity(int titles) {
    return titles < 2 ? "" + titles : titles < 4 ? "few" : titles < 10 ? "some" : "many";
  }

  private String mostly(String word, String own) {
    int all = 0;
    int most = 0;
    String name = "";
    for (Map.Entry<String, Integer> entry : parts.getOrDefault(word, Map.of()).entrySet()) {
      int times = entry.getValue() - (entry.getKey().equals(own) ? 1 : 0);
      all += times;
      if (times > most) {
        most = times;
        name = entry.getKey();
      }
    }
    if (most == 0) {
      return "";
    }
    String surely = most >= 0.9 * all ? "/3" : most >= 0.6 * all ? "/2" : "/1";
    return name + surely + (all > 2 ? "+" : "");
  }

  private static String attribute(String outcome) {
    return outcome.equals(Tagged.OUTSIDE) ? outcome : outcome.substring(2);
  }

  private void learnWords(Tagged title) {
    String[] outcomes = title.outcomes();
    Set<String> once = new HashSet<>();
    for (int i = 0; i < outcomes.length; i++) {
      String word = title.tokens().get(i).lower();
      if (once.add(word)) {
        words.merge(word, 1, Integer::sum);
      }
      if (once.add(word + '\n' + attribute(outcomes[i]))) {
        parts
            .computeIfAbsent(word, w -> new HashMap<>())
            .merge(attribute(outcomes[i]), 1, Integer::sum);
      }
    }
  }

  private void learn(List<Tagged> titles) {
    titles.forEach(this::learnWords);
    for (Tagged title : titles) {
      for (Tagged.Span span : title.distinct()) {
        labelled
            .computeIfAbsent(key(title.tokens(), span.from(), span.to()), k -> new HashMap<>())
            .merge(span.attribute(), 1, Integer::sum);
      }
    }
    for (Tagged title : titles) {
      spans(title.tokens()).keySet().forEach(key -> seen.merge(key, 1, Integer::sum));
    }
  }

  /**
   * The known values in a title.
   *
   * @param own what this title itself taught, which does not count; none for a new title
   */
  List<Hit> find(List<Token> tokens, List<Tagged.Span> own) {
    List<Hit> hits = new ArrayList<>();
    spans(tokens)
        .forEach(
            (key, places) -> {
              for (Map.Entry<String, Integer> entry :
                  labelled.getOrDefault(key, Map.of()).entrySet()) {
                boolean self =
                    own.stream()
                        .anyMatch(
                            s ->
                                s.attribute().equals(entry.getKey())
                                    && key(tokens, s.from(), s.to()).equals(key));
                int times = entry.getValue() - (self ? 1 : 0);
                int all = seen.getOrDefault(key, 0) - (own.isEmpty() ? 0 : 1);
                if (times > 0) {
                  double share = times / (double) Math.max(times, all);
                  for (int[] place : places) {
                    hits.add(new Hit(place[0], place[1], entry.getKey(), times, share));
                  }
                }
              }
            });
    return hits;
  }

  /** The pieces of a title that are known values, with their places. */
  private Map<String, List<int[]>> spans(List<Token> tokens) {
    Map<String, List<int[]>> spans = new HashMap<>();
    for (int from = 0; from < tokens.size(); from++) {
      StringBuilder key = new StringBuilder();
      for (int to = from; to < Math.min(tokens.size(), from + LONGEST); to++) {
        key.append(to == from ? "" : " ").append(tokens.get(to).lower());
        String piece = key.toString();
        if (labelled.containsKey(piece)) {
          spans.computeIfAbsent(piece, k -> new ArrayList<>()).add(new int[] {from, to + 1});
        }
      }
    }
    return spans;
  }

  static String key(List<Token> tokens, int from, int to) {
    StringBuilder key = new StringBuilder();
    for (Token token : tokens.subList(from, to)) {
      key.append(key.isEmpty() ? "" : " ").append(token.lower());
    }
    return key.toString();
  }
}
