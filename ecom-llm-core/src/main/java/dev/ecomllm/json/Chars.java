package dev.ecomllm.json;

/** What characters are. */
final class Chars {

  /** The colon and the comma of Chinese and Japanese text. */
  static final char WIDE_COLON = '\uFF1A';

  static final char WIDE_COMMA = '\uFF0C';

  /** What may stand in front of a string in Python. */
  static final String PREFIXES = "rRbBuUfF";

  private static final boolean[] WORD = new boolean[128];
  private static final boolean[] PLAIN = new boolean[128];

  static {
    for (char c = 0; c < 128; c++) {
      WORD[c] = c == '_' || c == '$' || Character.isLetterOrDigit(c);
      PLAIN[c] = c >= ' ' && c < 0x7F && "\"'`\\:".indexOf(c) < 0;
    }
  }

  private Chars() {}

  /** White space as JSON has it. */
  static boolean isJsonSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** White space as models write it, with the byte-order mark and other marks that nobody sees. */
  static boolean isSpace(char c) {
    if (c <= ' ') {
      return true;
    }
    return c >= 0x7F
        && (c == 0xA0
            || (c >= 0x2000 && c <= 0x200D)
            || c == 0x2028
            || c == 0x2029
            || c == 0x202F
            || c == 0x205F
            || c == 0x2060
            || c == 0x3000
            || c == 0x85
            || c == 0x1680
            || c == 0xFEFF);
  }

  static boolean isColon(char c) {
    return c == ':' || c == WIDE_COLON;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** Part of a word, such as a key without quotes. */
  static boolean isWord(char c) {
    return c < 128 ? WORD[c] : Character.isLetterOrDigit(c);
  }

  /** Without a meaning inside a string, whatever its quotes. */
  static boolean isPlain(char c) {
    return c < 128 && PLAIN[c];
  }

  /** Whether a string may begin with it. */
  static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`' || (c > 0x7F && isOddQuote(c));
  }

  private static boolean isOddQuote(char c) {
    return c == '\u00B4' || (c >= '\u2018' && c <= '\u201F') || c == '\u00AB' || c == '\u00BB';
  }

  /** Whether it ends a string that began with the other. */
  static boolean closes(char opening, char c) {
    if (c == opening) {
      return true;
    }
    return switch (opening) {
      case '\u201C', '\u201D', '\u201E', '\u201F' -> c == '"' || (c >= '\u201C' && c <= '\u201F');
      case '\u2018', '\u2019', '\u201A', '\u201B' ->
          c == '\'' || c == '`' || c == '\u00B4' || (c >= '\u2018' && c <= '\u201B');
      case '`', '\u00B4' -> c == '\'' || c == '\u00B4' || c == '\u2019';
      case '\u00AB' -> c == '\u00BB';
      default -> false;
    };
  }
}
