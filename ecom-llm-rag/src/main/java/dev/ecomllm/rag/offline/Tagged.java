package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.LabelledAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A title with the places of its labelled values.
 *
 * @param tokens of the title
 * @param spans every place of every value; they may overlap, longer ones first
 */
record Tagged(List<Token> tokens, List<Span> spans) {

  static final String OUTSIDE = "O";

  /**
   * A value's place.
   *
   * @param attribute whose value
   * @param from its first token
   * @param to the token after its last
   */
  record Span(String attribute, int from, int to) {}

  static Tagged of(LabelledAttributes row) {
    String title = row.product().title();
    List<Token> tokens = Token.of(title);
    List<Span> spans = new ArrayList<>();
    for (Map.Entry<String, List<String>> entry : row.attributes().entrySet()) {
      for (String value : entry.getValue()) {
        places(entry.getKey(), title, value.strip(), tokens, spans);
      }
    }
    spans.sort(Comparator.comparingInt((Span span) -> span.from() - span.to()));
    return new Tagged(tokens, List.copyOf(spans));
  }

  private static void places(
      String attribute, String title, String value, List<Token> tokens, List<Span> spans) {
    if (value.isEmpty()) {
      return;
    }
    for (int at = title.indexOf(value); at >= 0; at = title.indexOf(value, at + 1)) {
      int from = -1;
      int to = -1;
      for (int i = 0; i < tokens.size(); i++) {
        from = tokens.get(i).start() == at ? i : from;
        to = tokens.get(i).end() == at + value.length() ? i + 1 : to;
      }
      if (from >= 0 && to > from) {
        spans.add(new Span(attribute, from, to));
      }
    }
  }

  /** The spans, each attribute's value once. */
  List<Span> distinct() {
    Set<String> known = new HashSet<>();
    return spans.stream()
        .filter(
            s -> known.add(s.attribute() + '\n' + ValueDictionary.key(tokens, s.from(), s.to())))
        .toList();
  }

  /** What each token is: outside, or the beginning or inside of an attribute's value. */
  String[] outcomes() {
    String[] outcomes = new String[tokens.size()];
    Arrays.fill(outcomes, OUTSIDE);
    for (Span span : spans) {
      boolean free = Arrays.stream(outcomes, span.from(), span.to()).allMatch(OUTSIDE::equals);
      for (int i = span.from(); free && i < span.to(); i++) {
        outcomes[i] = (i == span.from() ? "B-" : "I-") + span.attribute();
      }
    }
    return outcomes;
  }
}
