package dev.ecomllm.json;

/** Backslashes in strings. */
final class Escapes {

  private Escapes() {}

  /** The character that a standard escape stands for, or -1 if it is none or is cut off. */
  static int strict(char[] s, int backslash, int end) {
    if (backslash + 1 >= end) {
      return -1;
    }
    return switch (s[backslash + 1]) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex(s, backslash + 2, 4, end);
      default -> -1;
    };
  }

  /** The value of so many hexadecimal digits, or -1. */
  static int hex(char[] s, int from, int digits, int end) {
    if (from + digits > end) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      if (!Chars.isHex(s[i])) {
        return -1;
      }
      value = value * 16 + Character.digit(s[i], 16);
    }
    return value;
  }

  /** The text of a string, read tolerantly. */
  static String decode(Source source, int from, int to, RepairLog log) {
    char[] s = source.s;
    int i = from;
    while (i < to && s[i] != '\\' && s[i] >= ' ') {
      i++;
    }
    if (i == to) {
      return source.text(from, to);
    }
    boolean literal = isLiteral(s, from, to);
    boolean odd = literal || hasOddEscape(s, from, to);
    StringBuilder text = new StringBuilder(to - from);
    int controls = 0;
    i = from;
    while (i < to) {
      char c = s[i];
      if (c != '\\') {
        if (c < ' ' && controls++ == 0) {
          log.add(Repair.Kind.CONTROL_CHARACTER, i, i + 1, escape(c));
        }
        text.append(c);
        i++;
      } else if (literal && i + 1 < to && s[i + 1] != '\\' && s[i + 1] != '"') {
        log.add(Repair.Kind.ESCAPE, i, i + 1, "\\\\");
        text.append(c);
        i++;
      } else {
        i = decodeOne(s, i, to, odd, text, log);
      }
    }
    return text.toString();
  }

  private static int decodeOne(
      char[] s, int i, int to, boolean odd, StringBuilder text, RepairLog log) {
    int code = strict(s, i, to);
    char next = i + 1 < to ? s[i + 1] : 0;
    if (code >= 0 && !(odd && isCommand(s, i, to))) {
      text.append((char) code);
      return i + (next == 'u' ? 6 : 2);
    }
    int length = 2;
    String value = null;
    if (next == '\'' || next == '`') {
      value = String.valueOf(next);
    } else if (next == 'x' && hex(s, i + 2, 2, to) >= 0) {
      value = String.valueOf((char) hex(s, i + 2, 2, to));
      length = 4;
    } else if (next == 'U' && hex(s, i + 2, 8, to) >= 0) {
      int point = hex(s, i + 2, 8, to);
      value = Character.isValidCodePoint(point) ? Character.toString(point) : null;
      length = 10;
    } else if (next == 'u' && i + 2 < to && s[i + 2] == '{') {
      int close = i + 3;
      while (close < to && close < i + 10 && Chars.isHex(s[close])) {
        close++;
      }
      int point = close < to && s[close] == '}' ? hex(s, i + 3, close - i - 3, to) : -1;
      value = close > i + 3 && Character.isValidCodePoint(point) ? Character.toString(point) : null;
      length = close + 1 - i;
    } else if (next == '\n') {
      value = "\n";
    }
    if (value == null) {
      log.add(Repair.Kind.ESCAPE, i, i + 1, "\\\\");
      text.append('\\');
      return i + 1;
    }
    log.add(Repair.Kind.ESCAPE, i, i + length, value);
    text.append(value);
    return i + length;
  }

  /** A Windows path with a backslash that escapes nothing: then none of them does. */
  private static boolean isLiteral(char[] s, int from, int to) {
    boolean path =
        to - from > 3
            && s[from + 1] == ':'
            && s[from + 2] == '\\'
            && s[from + 3] != '\\'
            && Character.isLetter(s[from]);
    return path && hasOddEscape(s, from, to);
  }

  private static boolean hasOddEscape(char[] s, int from, int to) {
    for (int i = from; i < to; i++) {
      if (s[i] == '\\') {
        if (strict(s, i, to) < 0 && (i + 1 >= to || "'`x\n".indexOf(s[i + 1]) < 0)) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** In a string of bare backslashes, {@code \b} and {@code \f} begin a word, as in LaTeX. */
  private static boolean isCommand(char[] s, int i, int to) {
    return (s[i + 1] == 'b' || s[i + 1] == 'f')
        && i + 2 < to
        && (s[i + 2] >= 'a' && s[i + 2] <= 'z');
  }

  /** The text of a string that is cut off: an escape without its end goes. */
  static String decodeCutOff(Source source, int from, RepairLog log) {
    int to = source.end;
    int backslash = -1;
    for (int i = from; i < to; i++) {
      if (source.s[i] == '\\') {
        int needs = i + 1 < to && source.s[i + 1] == 'u' ? 6 : 2;
        boolean open = i + needs > to;
        for (int k = i + 2; open && k < to; k++) {
          open = Chars.isHex(source.s[k]);
        }
        if (open) {
          backslash = i;
          break;
        }
        i++;
      }
    }
    if (backslash >= 0) {
      to = backslash;
    }
    String text = decode(source, from, to, log);
    int last = text.length() - 1;
    return last >= 0 && Character.isHighSurrogate(text.charAt(last))
        ? text.substring(0, last)
        : text;
  }

  private static String escape(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default -> String.format("\\u%04x", (int) c);
    };
  }
}
