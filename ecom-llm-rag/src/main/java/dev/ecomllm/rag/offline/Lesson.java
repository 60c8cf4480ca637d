package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.LabelledAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A title, and what it teaches where it is labelled.
 *
 * @param category the shop's label
 * @param title the text
 * @param tokens of the title
 * @param attributes the values of each attribute; empty for a new title
 * @param parts for each word of a labelled title, the attributes that it was part of or {@link
 *     #OUTSIDE}
 * @param values for the key of each value, the attributes that it was the value of
 */
record Lesson(
    String category,
    String title,
    List<Token> tokens,
    Map<String, List<String>> attributes,
    Map<String, Set<String>> parts,
    Map<String, Set<String>> values) {

  static final String OUTSIDE = "";

  /** A title that nobody has labelled. */
  static Lesson unlabelled(String category, String title) {
    return new Lesson(category, title, Token.of(title), Map.of(), Map.of(), Map.of());
  }

  static Lesson of(LabelledAttributes row) {
    String title = row.product().title();
    List<Token> tokens = Token.of(title);
    boolean[] labelled = new boolean[tokens.size()];
    Map<String, Set<String>> parts = new HashMap<>();
    Map<String, Set<String>> values = new HashMap<>();
    row.attributes()
        .forEach(
            (attribute, texts) -> {
              for (String text : texts) {
                add(values, Token.key(Token.of(text)), attribute);
                for (int i : places(title, text.strip(), tokens)) {
                  labelled[i] = true;
                  add(parts, tokens.get(i).lower(), attribute);
                }
              }
            });
    for (int i = 0; i < labelled.length; i++) {
      if (!labelled[i]) {
        add(parts, tokens.get(i).lower(), OUTSIDE);
      }
    }
    return new Lesson(row.category(), title, tokens, row.attributes(), parts, values);
  }

  private static void add(Map<String, Set<String>> sets, String key, String attribute) {
    sets.computeIfAbsent(key, k -> new HashSet<>()).add(attribute);
  }

  /** The tokens that state a value, wherever it stands. */
  private static List<Integer> places(String title, String value, List<Token> tokens) {
    List<Integer> places = new ArrayList<>();
    for (int at = title.indexOf(value);
        at >= 0 && !value.isEmpty();
        at = title.indexOf(value, at + 1)) {
      int end = at + value.length();
      int first = -1;
      int last = -1;
      for (int i = 0; i < tokens.size(); i++) {
        first = tokens.get(i).start() == at ? i : first;
        last = tokens.get(i).end() == end ? i : last;
      }
      for (int i = first; first >= 0 && i <= last; i++) {
        places.add(i);
      }
    }
    return places;
  }

  boolean isLabelled() {
    return !parts.isEmpty();
  }

  boolean states(String attribute, String value) {
    return attributes.getOrDefault(attribute, List.of()).stream()
        .anyMatch(own -> own.strip().equals(value));
  }
}
