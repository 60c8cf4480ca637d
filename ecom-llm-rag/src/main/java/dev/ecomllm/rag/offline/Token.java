package dev.ecomllm.rag.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word, a number or a mark of a title.
 *
 * @param start where it starts, in UTF-16 units
 * @param end where it ends, exclusive
 * @param text as it stands
 * @param lower in lower case
 * @param word the lower case, or for a number only its length
 * @param shape its kinds of characters in order: {@code "Xx"}, {@code "9"}
 */
record Token(int start, int end, String text, String lower, String word, String shape) {

  /** A longer title is no title. */
  private static final int MOST = 200;

  private static final int LONGEST_SHAPE = 6;
  private static final Pattern TOKEN =
      Pattern.compile(
          "&#?\\w{1,8};|\\p{L}[\\p{L}\\p{M}]*|\\p{Nd}+(?:[.,]\\p{Nd}+)*|['’]s\\b|\\X",
          Pattern.CASE_INSENSITIVE);

  /** The first {@value #MOST} of a text. */
  static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (tokens.size() < MOST && matcher.find()) {
      String piece = matcher.group();
      if (!piece.isBlank()) {
        String lower = piece.toLowerCase(Locale.ROOT);
        String word = Character.isDigit(lower.codePointAt(0)) ? "#" + lower.length() : lower;
        tokens.add(new Token(matcher.start(), matcher.end(), piece, lower, word, shapeOf(piece)));
      }
    }
    return tokens;
  }

  /** The words of a text in lower case, by which values are the same. */
  static String key(List<Token> tokens) {
    StringBuilder key = new StringBuilder();
    for (Token token : tokens) {
      key.append(key.isEmpty() ? "" : " ").append(token.lower());
    }
    return key.toString();
  }

  /** Whether it parts a title. */
  boolean isSeparator() {
    return ",|;()[]–—-".contains(text);
  }

  private static String shapeOf(String text) {
    StringBuilder shape = new StringBuilder();
    for (int i = 0; i < text.length() && shape.length() < LONGEST_SHAPE; i++) {
      char c = text.charAt(i);
      char kind =
          Character.isUpperCase(c)
              ? 'X'
              : Character.isLetter(c) ? 'x' : Character.isDigit(c) ? '9' : c;
      int length = shape.length();
      if (length == 0 || shape.charAt(length - 1) != kind) {
        shape.append(kind);
      }
    }
    return shape.toString();
  }
}
