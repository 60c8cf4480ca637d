package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/** Reads values without quotes: numbers in any notation, words of any language, and plain text. */
final class Bare {

  private final Source source;
  private final Tree tree;
  private final RepairLog log;
  private final boolean truncated;

  private int at;
  private boolean quoted;

  Bare(Source source, Tree tree, RepairLog log, boolean truncated) {
    this.source = source;
    this.tree = tree;
    this.log = log;
    this.truncated = truncated;
  }

  int at() {
    return at;
  }

  /** The value that begins there; null if it is cut off before it says anything. */
  @Nullable JsonNode read(int from) {
    quoted = false;
    int regex = regexEnd(from);
    int to = regex > 0 ? regex : textEnd(from);
    at = quoted ? to + 1 : to;
    while (to > from && Chars.isSpace(source.s[to - 1])) {
      to--;
    }
    String token = source.text(from, to);
    if (!quoted && regex < 0) {
      if (truncated && to == source.end && isNumberAt(from)) {
        log.add(Repair.Kind.CUT_OFF, from, to, "");
        return null;
      }
      JsonNode value = plain(token, from, to);
      if (value != null) {
        return value;
      }
      if (to == source.end && (token.equals("-") || token.equals("+"))) {
        log.add(Repair.Kind.CUT_OFF, from, to, "");
        return null;
      }
    }
    log.add(quoted ? Repair.Kind.MISSING_QUOTE : Repair.Kind.BARE_TEXT, from, from, "\"");
    return new TextNode(token);
  }

  private @Nullable JsonNode plain(String token, int from, int to) {
    int number = Numbers.end(source.s, from, to);
    if (number == to) {
      JsonNode value = Numbers.node(source.s, from, to);
      if (value != null) {
        return value;
      }
    }
    JsonNode word = Literals.of(token);
    if (word != null) {
      String text = word.asText();
      if (!text.equals(token)) {
        log.add(Repair.Kind.LITERAL, from, to, text);
      }
      return word;
    }
    if (to == source.end) {
      JsonNode begun = cutOff(token);
      if (begun != null) {
        log.add(Repair.Kind.CUT_OFF, from, to, begun.asText());
        return begun;
      }
    }
    JsonNode value = Numbers.lenient(token);
    if (value != null) {
      log.add(Repair.Kind.NUMBER, from, to, value.asText());
    }
    return value;
  }

  /** Whether a token at the end of a text is the beginning of a number or a literal. */
  static boolean isCutOff(String token) {
    return token.equals("-") || cutOff(token) != null;
  }

  /** What a word or a number must have been whose end is missing. */
  private static @Nullable JsonNode cutOff(String token) {
    if (token.isEmpty()) {
      return null;
    }
    boolean number = Chars.isDigit(token.charAt(0)) || token.charAt(0) == '-';
    return number ? cutOffNumber(token) : Literals.ofBeginning(token);
  }

  /** What a number must have begun with that ends in a point or an exponent without digits. */
  static @Nullable JsonNode cutOffNumber(String token) {
    int to = token.length();
    char last = token.charAt(to - 1);
    if (last == '+' || last == '-') {
      to--;
    }
    if (to > 0 && (token.charAt(to - 1) | 0x20) == 'e') {
      to--;
    }
    if (to > 0 && token.charAt(to - 1) == '.') {
      to--;
    }
    char[] s = token.toCharArray();
    return to > 0 && to < s.length && Numbers.end(s, 0, to) == to ? Numbers.node(s, 0, to) : null;
  }

  /** Where the only argument begins of a constructor that is there, or -1. */
  static int argumentAt(Source source, int i) {
    int j = source.startsWith(i, "new ") ? i + 4 : i;
    int word = j;
    while (j < source.end && j - word < 60 && (Chars.isWord(source.s[j]) || source.s[j] == '.')) {
      j++;
    }
    if (j == word || Chars.isDigit(source.s[word]) || source.at(source.space(j)) != '(') {
      return -1;
    }
    int argument = source.blank(source.space(j) + 1);
    char c = source.at(argument);
    if (c == '{' || c == '[') {
      return argument;
    }
    boolean quoted = c == '"' || c == '\'';
    int to = quoted ? source.nextQuote(argument + 1, c) + 1 : wordEnd(source, argument);
    boolean only = to > argument && source.at(source.blank(to)) == ')';
    return only || to >= source.end ? argument : -1;
  }

  private static int wordEnd(Source source, int i) {
    int number = Numbers.end(source.s, i, source.end);
    if (number > 0) {
      return number;
    }
    int j = i;
    while (j < source.end && j - i < 10 && Chars.isWord(source.s[j])) {
      j++;
    }
    return Literals.of(source.text(i, j)) == null ? -1 : j;
  }

  static boolean isCall(Source source, int i) {
    return argumentAt(source, i) >= 0;
  }

  /** Where a regular expression between slashes ends, or -1 if none begins there. */
  private int regexEnd(int from) {
    if (source.s[from] != '/') {
      return -1;
    }
    for (int i = from + 1; i < source.end && i - from < 1000; i++) {
      char c = source.s[i];
      if (c == '\n') {
        return -1;
      }
      if (c == '\\') {
        i++;
      } else if (c == '/') {
        int to = i + 1;
        while (to < source.end && Chars.isWord(source.s[to])) {
          to++;
        }
        char next = source.at(source.space(to));
        return next == 0 || next == ',' || next == '}' || next == ']' ? to : -1;
      }
    }
    return -1;
  }

  private int textEnd(int from) {
    boolean inObject = tree.inObject();
    int square = 0;
    int i = from;
    while (i < source.end) {
      char c = source.s[i];
      switch (c) {
        case '}' -> {
          return i;
        }
        case ']' -> {
          if (square == 0) {
            return i;
          }
          square--;
        }
        case '[' -> square++;
        case '(' -> i = Math.max(i, matching(i));
        case ')' -> {
          if (tree.hasOpenRound() || isNumber(from, i)) {
            return i;
          }
        }
        case ' ' -> {
          int next = source.space(i);
          boolean ends = inObject ? source.isBareKey(next) : isNumberAt(next);
          if (ends && isNumber(from, i)) {
            return i;
          }
        }
        case '{' -> {
          if (source.isQuotedKey(source.space(i + 1))) {
            return i;
          }
        }
        case ',', ';' -> {
          int next = afterSeparators(i);
          boolean listed = Chars.isWord(source.at(next)) || !isNumber(from, i);
          if ((!inObject && c == ',') || !listed || endsMember(next)) {
            return i;
          }
          i = next - 1;
        }
        case '\n' -> {
          int next = source.space(i);
          if (!inObject || endsMember(next) || source.at(next) == ',') {
            return i;
          }
          i = next - 1;
        }
        case '"' -> {
          if (endsAtQuote(from, i)) {
            return i;
          }
        }
        case '/', '#' -> {
          boolean apart = i > from && Chars.isSpace(source.s[i - 1]);
          if ((apart || isNumber(from, i)) && isComment(i)) {
            return i;
          }
        }
        case '`' -> {
          if (source.isFence(i)) {
            return i;
          }
        }
        default -> {}
      }
      i++;
    }
    return source.end;
  }

  private boolean isNumber(int from, int to) {
    return Numbers.end(source.s, from, to) == to;
  }

  private boolean isNumberAt(int i) {
    char c = source.at(i);
    return Chars.isDigit(c) || (c == '-' && Chars.isDigit(source.at(i + 1))) || Chars.isQuote(c);
  }

  /** The bracket that closes the round one there, in the same line; -1 if there is none. */
  private int matching(int i) {
    int depth = 0;
    for (int j = i; j < source.end && j - i < 300; j++) {
      char c = source.s[j];
      if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return j;
      } else if (c == '\n') {
        return -1;
      } else if (c == '"' || c == '\'') {
        int close = source.nextQuote(j + 1, c);
        j = close - j < 300 ? close : j;
      }
    }
    return -1;
  }

  private boolean isComment(int i) {
    return source.s[i] == '#'
        ? Chars.isSpace(source.at(i + 1))
        : source.at(i + 1) == '/' || source.at(i + 1) == '*';
  }

  /** Whether a quote in it ends it, or begins the next key. */
  private boolean endsAtQuote(int from, int i) {
    int next = source.space(i + 1);
    char c = source.at(next);
    boolean ends =
        next >= source.end
            || c == ','
            || c == '}'
            || c == ']'
            || c == ':'
            || source.nextLine(i) < next;
    if (ends && i > from) {
      quoted = true;
      return true;
    }
    return i > from && tree.inObject() && source.isQuotedKey(i);
  }

  private int afterSeparators(int i) {
    while (source.at(i) == ',' || source.at(i) == ';') {
      i = source.blank(i + 1);
    }
    return i;
  }

  /** Whether what is there behind a separator cannot be the rest of a plain text. */
  private boolean endsMember(int i) {
    char c = source.at(i);
    return i >= source.end
        || c == '}'
        || c == ']'
        || c == '{'
        || Chars.isQuote(c)
        || source.isElision(i)
        || source.isFence(i)
        || source.isBareKey(i);
  }
}
