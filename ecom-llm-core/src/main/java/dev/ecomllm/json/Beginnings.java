package dev.ecomllm.json;

/** Decides whether JSON may begin at a place, so that a stray bracket never blocks the answer. */
final class Beginnings {

  private final Source source;

  Beginnings(Source source) {
    this.source = source;
  }

  /** Whether only white space stands before it in its line. */
  boolean isAtLineStart(int i) {
    int j = i - 1;
    while (j >= 0 && (source.s[j] == ' ' || source.s[j] == '\t')) {
      j--;
    }
    return j < 0 || source.s[j] == '\n';
  }

  /** A key in quotes with its colon. */
  boolean isMember(int i) {
    return source.at(source.space(source.nextQuote(i + 1, source.s[i]) + 1)) == ':';
  }

  /** A string of its own, not a quotation that a sentence begins with. */
  boolean isString(int i) {
    int quote = source.at(i) == '\\' ? i + 1 : i;
    char c = source.at(quote);
    if (!Chars.isQuote(c) || (quote > i && c != '"') || source.isFence(i)) {
      return false;
    }
    char first = source.at(source.space(quote + 1));
    if (c != '"' && (first == '{' || first == '[')) {
      return false;
    }
    int close = quote > i ? quote : source.nextQuote(quote + 1, c);
    int next = source.blank(close + 1);
    return quote > i
        || next >= source.end
        || ",:;+)]}".indexOf(source.s[next]) >= 0
        || source.isFence(next)
        || source.nextLine(close) < next;
  }

  /** A number or a literal, with a line's end, a comma or a fence behind it. */
  boolean isScalar(int i) {
    int j = i;
    while (j < source.end && j - i < 400 && isTokenPart(source.s[j])) {
      j++;
    }
    if (j == i) {
      return false;
    }
    int next = source.space(j);
    char c = source.at(next);
    if (c == '(') {
      return Bare.isCall(source, i);
    }
    if (next < source.end && c != ';' && !source.isFence(next) && source.nextLine(j) >= next) {
      if (c != ',') {
        return false;
      }
    }
    while (j > i + 1 && source.s[j - 1] == ',') {
      j--;
    }
    String token = source.text(i, j);
    return Literals.of(token) != null
        || Numbers.lenient(token) != null
        || (j == source.end && Bare.cutOffNumber(token) != null);
  }

  private static boolean isTokenPart(char c) {
    return Chars.isWord(c) || c == '.' || c == '-' || c == '+';
  }

  boolean looksLikeObject(int i) {
    int next = source.blank(i + 1);
    char c = source.at(next);
    for (int depth = 0; depth < 3 && (c == '{' || c == '['); depth++) {
      next = source.blank(next + 1);
      c = source.at(next);
    }
    return (Chars.isQuote(c) && !source.isFence(next))
        || c == '}'
        || c == '\\'
        || c == ','
        || c == ':'
        || c == '('
        || Chars.isDigit(c)
        || next >= source.end
        || source.isElision(next)
        || source.isBareKey(next);
  }

  boolean looksLikeArray(int i) {
    int next = source.blank(i + 1);
    char c = source.at(next);
    if (c == '{' || c == '[') {
      return looksLikeObject(next) || (c == '[' && looksLikeArray(next, 2));
    }
    return looksLikeArray(i, 0);
  }

  private boolean looksLikeArray(int i, int depth) {
    int next = source.blank(i + 1);
    char c = source.at(next);
    if (c == '[' && depth < 5) {
      return looksLikeArray(next, depth + 1);
    }
    return (Chars.isQuote(c) && !source.isFence(next))
        || "]}{(-,\\/[".indexOf(c) >= 0
        || Chars.isDigit(c)
        || next >= source.end
        || source.isElision(next)
        || isListOfWords(next);
  }

  /** Words with commas in between, up to a bracket in the same line. */
  private boolean isListOfWords(int i) {
    boolean comma = false;
    for (int j = i; j < source.end && j - i < 500; j++) {
      char c = source.s[j];
      if (c == ']') {
        return comma || Literals.of(source.text(i, j).strip()) != null;
      }
      if (c == '{' || c == '[' || c == '\n') {
        return false;
      }
      comma |= c == ',';
    }
    return false;
  }

  /** Whether the quotes there are escaped, as if all of it stood in a string. */
  boolean isEscaped(int from) {
    int i = from;
    while (source.at(i) == '{' || source.at(i) == '[') {
      i = source.blank(i + 1);
      if (source.at(i) == '\\' && source.at(i + 1) == 'n') {
        i = source.blank(i + 2);
      }
    }
    return source.at(i) == '\\' && source.at(i + 1) == '"';
  }
}
