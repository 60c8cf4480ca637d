package dev.ecomllm.json;

/**
 * Decides whether a quote ends its string, by what follows it: models forget to escape the quotes
 * inside a string.
 */
final class Quotes {

  /** What a string is, where it stands. */
  enum Place {
    KEY,
    VALUE,
    ITEM,
    ROOT
  }

  private final Source source;
  private final Tree tree;

  private boolean bareKeys;

  Quotes(Source source, Tree tree) {
    this.source = source;
    this.tree = tree;
  }

  /** Keys without quotes are to be expected. */
  void expectBareKeys() {
    bareKeys = true;
  }

  /** Whether the quote there ends a string in that place. */
  boolean ends(int quote, Place place) {
    int next = source.blank(quote + 1);
    if (next >= source.end || source.isFence(next) || isLastTag(next)) {
      return true;
    }
    char c = source.s[next];
    return switch (place) {
      case KEY -> endsKey(c, next);
      case VALUE -> endsValue(quote, c, next);
      case ITEM -> endsItem(quote, c, next);
      case ROOT -> endsRoot(quote, c, next);
    };
  }

  /** A tag such as {@code </s>} at the very end. */
  private boolean isLastTag(int i) {
    if (source.s[i] != '<' || (source.at(i + 1) != '/' && source.at(i + 1) != '|')) {
      return false;
    }
    int close = i;
    while (close < source.end && close - i < 40 && source.s[close] != '>') {
      close++;
    }
    return source.at(close) == '>' && source.space(close + 1) >= source.end;
  }

  private boolean endsKey(char c, int next) {
    return switch (c) {
      case ':', Chars.WIDE_COLON, '=', ',', '}', ']', '{', '[', '"', '\'' -> true;
      case '-' -> source.at(next + 1) == '>' || Chars.isDigit(source.at(next + 1));
      default -> isPlainValue(next);
    };
  }

  private boolean endsValue(int quote, char c, int next) {
    switch (c) {
      case '}' -> {
        return !isQuoteRightAfter(quote, next);
      }
      case ']' -> {
        return tree.hasOpenArray() || isEndOrCloser(source.space(next + 1));
      }
      case ',', ';', Chars.WIDE_COMMA -> {
        int member = separators(next);
        char m = source.at(member);
        return member >= source.end
            || m == '}'
            || (m == ']' && tree.hasOpenArray())
            || (m == '{' && tree.hasOpenArray())
            || source.isElision(member)
            || source.isFence(member)
            || isMember(member)
            || isMemberWithoutColon(member)
            || isLastKey(member)
            || ((bareKeys || isNewLine(next, member)) && source.isBareKey(member));
      }
      case '+' -> {
        return isJoin(next);
      }
      case ')' -> {
        return tree.hasOpenRound();
      }
      case '{' -> {
        return tree.hasOpenArray() && source.isQuotedKey(source.space(next + 1));
      }
      case '\\' -> {
        return source.isQuotedKey(next);
      }
      default -> {
        return Chars.isQuote(c)
            ? isKeyBehindGap(quote, next)
            : (bareKeys || isNewLine(quote, next)) && source.isBareKey(next);
      }
    }
  }

  /** A missing comma: the next key is there. Right behind a quote it must be a plain one. */
  private boolean isKeyBehindGap(int quote, int next) {
    if (!source.isQuotedKey(next)) {
      return next > quote + 1 && isMemberWithoutColon(next);
    }
    int close = source.nextQuote(next + 1, source.s[next]);
    return next > quote + 1 || (close > next + 1 && Chars.isWord(source.s[next + 1]));
  }

  private boolean endsItem(int quote, char c, int next) {
    switch (c) {
      case ']' -> {
        return !isQuoteRightAfter(quote, next);
      }
      case ',', ';', Chars.WIDE_COMMA -> {
        int item = separators(next);
        return item >= source.end || beginsItem(item);
      }
      case '}' -> {
        return tree.hasOpenObject() || isEndOrCloser(source.space(next + 1));
      }
      case '+' -> {
        return isJoin(next);
      }
      case ':' -> {
        return true;
      }
      case '{', '[' -> {
        return true;
      }
      case ')' -> {
        return tree.hasOpenRound();
      }
      default -> {
        if (Chars.isQuote(c)) {
          int close = source.nextQuote(next + 1, c);
          int after = source.space(close + 1);
          boolean gap = next > quote + 1;
          return (isDelimiter(after) && (gap || close > next + 1))
              || (gap && after > close + 1 && Chars.isQuote(source.at(after)));
        }
        return isPlainValue(next) || (isNewLine(quote, next) && isWordItem(next));
      }
    }
  }

  private boolean endsRoot(int quote, char c, int next) {
    return switch (c) {
      case ',', ';', ')', '+', ':', '=' -> true;
      default -> isNewLine(quote, next);
    };
  }

  /** Whether a string ends before the quote there, which begins the next one. */
  boolean begins(int quote, int lastSolid, Place place) {
    boolean behindComma = source.s[lastSolid] == ',';
    if (!behindComma && !isNewLine(lastSolid, quote)) {
      return false;
    }
    if (place == Place.VALUE) {
      return source.isQuotedKey(quote);
    }
    int close = source.nextQuote(quote + 1, source.s[quote]);
    return place == Place.ITEM && close < source.end && isDelimiter(source.space(close + 1));
  }

  /** Whether a key ends at the quote there. */
  boolean isBeforeColon(int quote) {
    return Chars.isColon(source.at(source.space(quote + 1)));
  }

  /** Past commas, semicolons and what is blank. */
  int separators(int i) {
    for (; ; ) {
      char c = source.at(i);
      if (c != ',' && c != ';' && c != Chars.WIDE_COMMA) {
        return i;
      }
      i = source.blank(i + 1);
    }
  }

  private boolean beginsItem(int i) {
    char c = source.s[i];
    if (c == ']' || c == '}' || c == ')' || c == '{' || c == '[' || c == '\\' || Chars.isQuote(c)) {
      return true;
    }
    int prefix = i + 1;
    while (prefix < i + 3 && Chars.isWord(source.at(prefix))) {
      prefix++;
    }
    if (Chars.PREFIXES.indexOf(c) >= 0 && Chars.isQuote(source.at(prefix))) {
      return true;
    }
    return c == '(' || source.isElision(i) || isPlainValue(i) || isWordItem(i);
  }

  /** Whether the next item lacks its first quote, or both: {@code "x", y", "z"}. */
  boolean isBeforeHalfItem(int quote, Place place) {
    int comma = source.space(quote + 1);
    if (place != Place.ITEM || source.at(comma) != ',') {
      boolean gap = comma > quote + 1 && Chars.isWord(source.at(comma));
      return place == Place.ITEM && gap && isWordItem(comma);
    }
    int i = source.space(comma + 1);
    int close = i;
    while (close < source.end && close - i < 100 && Chars.isWord(source.s[close])) {
      close++;
    }
    return close > i && source.at(close) == '"' && isDelimiter(source.space(close + 1));
  }

  /** Words up to a comma, a bracket or a line's end, with no quote in between. */
  private boolean isWordItem(int i) {
    for (int j = i; j < source.end && j - i < 200; j++) {
      char c = source.s[j];
      if (c == ',' || c == ']' || c == '\n') {
        return true;
      }
      if (c == '"') {
        return false;
      }
    }
    return false;
  }

  /** A number or a literal with a delimiter behind it. */
  private boolean isPlainValue(int i) {
    int j = i;
    while (j < source.end
        && j - i < 40
        && (Chars.isWord(source.s[j])
            || source.s[j] == '-'
            || source.s[j] == '.'
            || source.s[j] == '+')) {
      j++;
    }
    if (j == i || !isDelimiter(source.space(j))) {
      return false;
    }
    String token = source.text(i, j);
    return Literals.of(token) != null || Numbers.lenient(token) != null;
  }

  /** Whether a key with its colon is there, in quotes or with something that can be its value. */
  boolean isMember(int i) {
    return source.isQuotedKey(i) || isBareKey(i);
  }

  private boolean isBareKey(int i) {
    int colon = source.bareColon(i);
    if (colon < 0) {
      return false;
    }
    int value = source.space(colon + 1);
    char c = source.at(value);
    return value >= source.end
        || Chars.isQuote(c)
        || c == '{'
        || c == '['
        || c == '-'
        || Chars.isDigit(c)
        || isPlainValue(value);
  }

  /** Two strings with nothing but white space in between, as in {@code "key" "value"}. */
  private boolean isMemberWithoutColon(int i) {
    if (!Chars.isQuote(source.s[i])) {
      return false;
    }
    int close = source.nextQuote(i + 1, source.s[i]);
    int value = source.space(close + 1);
    return value > close + 1
        && Chars.isQuote(source.at(value))
        && isDelimiter(source.space(source.nextQuote(value + 1, source.s[value]) + 1));
  }

  /** A key without a value, right before the end: in quotes, or a word that is cut off. */
  private boolean isLastKey(int i) {
    if (Chars.isQuote(source.s[i])) {
      int brace = source.space(source.nextQuote(i + 1, source.s[i]) + 1);
      return source.at(brace) == '}' && isEndOrCloser(source.space(brace + 1));
    }
    int j = i;
    while (j < source.end && j - i < 60 && Chars.isWord(source.s[j])) {
      j++;
    }
    return j > i && j == source.end;
  }

  /** Whether a plus is there that joins a string with another, or with nothing. */
  boolean isJoin(int plus) {
    if (source.at(plus) != '+') {
      return false;
    }
    int next = source.blank(plus + 1);
    char c = source.at(next);
    return next >= source.end || c == '}' || c == ']' || Chars.isQuote(c);
  }

  private boolean isDelimiter(int i) {
    char c = source.at(i);
    return i >= source.end || c == ',' || c == ']' || c == '}' || c == ')' || c == ';';
  }

  private boolean isEndOrCloser(int i) {
    return isDelimiter(i) || source.isFence(i);
  }

  /**
   * Whether another quote directly follows: {@code "}"} is text then, unless that quote begins a
   * key or is the last character of all.
   */
  private boolean isQuoteRightAfter(int quote, int closer) {
    int next = closer + 1;
    return source.at(next) == source.s[quote]
        && source.space(next + 1) < source.end
        && !source.isQuotedKey(next);
  }

  private boolean isNewLine(int from, int to) {
    return source.nextLine(from) < to;
  }
}
