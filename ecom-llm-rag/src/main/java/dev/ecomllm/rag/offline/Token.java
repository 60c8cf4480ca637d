package dev.ecomllm.rag.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word, a number or a mark, as a tagger sees a title.
 *
 * @param start where it starts, in UTF-16 units
 * @param end where it ends, exclusive
 * @param text as it stands
 * @param lower in lower case
 */
record Token(int start, int end, String text, String lower) {

  private static final Pattern TOKEN =
      Pattern.compile(
          "&#?\\w{1,8};|\\p{L}[\\p{L}\\p{M}]*|\\p{Nd}+(?:[.,]\\p{Nd}+)*|['’]s\\b|\\X",
          Pattern.CASE_INSENSITIVE);

  static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      String piece = matcher.group();
      if (!piece.isBlank()) {
        tokens.add(
            new Token(matcher.start(), matcher.end(), piece, piece.toLowerCase(Locale.ROOT)));
      }
    }
    return tokens;
  }
}
