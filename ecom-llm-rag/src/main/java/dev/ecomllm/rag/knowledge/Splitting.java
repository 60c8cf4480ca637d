package dev.ecomllm.rag.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How documents become passages: whole sentences and whole rows, as many as fit. A sentence or a
 * row is cut only if it alone is too long; pieces of a row repeat its name. Neighbours of a text
 * share their last and first sentences as far as the overlap allows, so that "it" has something to
 * refer to; rows don't.
 *
 * @param characters a passage has at most so many, at least 40; a token of English is about four
 * @param overlap so many characters may be shared by neighbours, at least 0, less than half of
 *     {@code characters}
 */
public record Splitting(int characters, int overlap) {

  /** Passages of up to 600 characters, which any embedding model reads whole; 120 shared. */
  public static final Splitting DEFAULT = new Splitting(600, 120);

  private static final int SHORTEST = 40;

  /** All that is no text: control characters, but not the line feed; halves of pairs. */
  private static final Pattern NO_TEXT =
      Pattern.compile(
          "[\\p{Cc}&&[^\\n]]|[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])|(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]");

  private static final Pattern SPACES = Pattern.compile("[\\p{Zs}\\t]+");

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is outside
   */
  public Splitting {
    if (characters < SHORTEST || overlap < 0 || overlap >= characters / 2) {
      throw new IllegalArgumentException(
          "passages need at least 40 characters and an overlap of less than half of them, not "
              + characters
              + " and "
              + overlap);
    }
  }

  /** The passages of a document, in order; none is blank. */
  List<String> split(Document document) {
    List<String> passages = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    for (String sentence : Sentences.of(clean(document.text()))) {
      sentences.addAll(cut(sentence, characters));
    }
    pack(sentences, overlap, passages);
    List<String> rows = new ArrayList<>();
    document.table().forEach((name, value) -> rows.addAll(row(document.kind(), name, value)));
    pack(rows, 0, passages);
    return passages;
  }

  private List<String> row(SourceKind kind, String name, String value) {
    boolean question = kind == SourceKind.QUESTION_ANSWER;
    String asked = SPACES.matcher(clean(name).replace('\n', ' ')).replaceAll(" ").strip();
    String head = (question ? "Question: " : "") + asked + (question ? " Answer: " : ": ");
    String said = clean(value).replace('\n', ' ').strip();
    if (asked.isEmpty() || said.isEmpty()) {
      return asked.isEmpty() && !said.isEmpty() ? cut(said, characters) : List.of();
    }
    int room = characters - head.length();
    if (said.length() <= room) {
      return List.of(head + said);
    }
    // A name as long as a passage is cut like a sentence, and its value stands for itself.
    return room < SHORTEST / 2
        ? cut(head + said, characters)
        : cut(said, room).stream().map(piece -> head + piece).toList();
  }

  /** Fills passages with parts that each fit into one. */
  private void pack(List<String> parts, int overlap, List<String> passages) {
    int from = 0;
    while (from < parts.size()) {
      StringBuilder passage = new StringBuilder(parts.get(from));
      int to = from + 1;
      while (to < parts.size() && passage.length() + 1 + parts.get(to).length() <= characters) {
        passage.append(separator(passage)).append(parts.get(to++));
      }
      passages.add(passage.toString());
      from = to == parts.size() ? to : to - shared(parts, from, to, overlap);
    }
  }

  /** How many parts at the end of a passage begin the next one too. */
  private int shared(List<String> parts, int from, int to, int overlap) {
    int count = 0;
    int length = parts.get(to).length();
    int room = Math.min(overlap, characters - length - 1);
    for (int at = to - 1; at > from; at--) {
      room -= parts.get(at).length() + 1;
      if (room < 0) {
        break;
      }
      count++;
    }
    return count;
  }

  /** What ends like a sentence goes on in its line; a heading or a row does not. */
  private static char separator(StringBuilder before) {
    return ".!?\"')]”。！？".indexOf(before.charAt(before.length() - 1)) >= 0 ? ' ' : '\n';
  }

  /** Pieces that fit, cut at spaces where there are some, and never inside a pair. */
  private static List<String> cut(String text, int most) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (text.length() - from > most) {
      int to = end(text, from + most / 2, from + most);
      add(pieces, text.substring(from, to));
      from = to;
    }
    add(pieces, text.substring(from));
    return pieces;
  }

  /** The last space in this range, or else its end. */
  private static int end(String text, int least, int most) {
    for (int to = most; to > least; to--) {
      if (text.charAt(to) == ' ') {
        return to;
      }
    }
    return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
  }

  private static void add(List<String> pieces, String piece) {
    if (!piece.isBlank()) {
      pieces.add(piece.strip());
    }
  }

  private static String clean(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    return SPACES.matcher(NO_TEXT.matcher(lines).replaceAll(" ")).replaceAll(" ");
  }
}
