package dev.ecomllm.json;

/**
 * A text with the look-ups that a tolerant reading needs. Each look-up for something far away
 * remembers what it found, so that all look-ups of a reading together stay linear in the text.
 */
final class Source {

  final char[] s;

  private final String text;

  /** Where the reading ends; the text may go on. */
  final int end;

  private int quoteFrom = -1;
  private int quoteAt = -1;
  private char quote;
  private int lineFrom = -1;
  private int lineAt = -1;
  private int commentFrom = -1;
  private int commentAt = -1;

  Source(String text) {
    this(text, text.toCharArray(), text.length());
  }

  private Source(String text, char[] s, int end) {
    this.text = text;
    this.s = s;
    this.end = end;
  }

  /** The same text up to another end. */
  Source until(int end) {
    return new Source(text, s, end);
  }

  /** The character there; 0 past the end. */
  char at(int i) {
    return i < end ? s[i] : 0;
  }

  String text(int from, int to) {
    return text.substring(from, to);
  }

  /** The last character before there that is no white space. */
  int solidBefore(int i) {
    int j = i - 1;
    while (j > 0 && Chars.isSpace(s[j])) {
      j--;
    }
    return j;
  }

  /** The first character from there that is no white space. */
  int space(int i) {
    while (i < end && Chars.isSpace(s[i])) {
      i++;
    }
    return i;
  }

  /** The first character from there that is neither white space nor in a comment. */
  int blank(int i) {
    for (; ; ) {
      i = space(i);
      int after = comment(i);
      if (after == i) {
        return i;
      }
      i = after;
    }
  }

  /** Where the comment ends that begins there, or there, if none does. */
  int comment(int i) {
    char c = at(i);
    if (c == '#') {
      return nextLine(i);
    }
    if (c == '/' && at(i + 1) == '/') {
      return nextLine(i);
    }
    if (c == '/' && at(i + 1) == '*') {
      int close = commentEnd(i + 2);
      return Math.min(end, close + 2);
    }
    return i;
  }

  /** Where the line ends: its line feed, or the end. */
  int nextLine(int i) {
    if (i >= lineFrom && i <= lineAt && lineFrom >= 0) {
      return lineAt;
    }
    int j = i;
    while (j < end && s[j] != '\n') {
      j++;
    }
    lineFrom = i;
    lineAt = j;
    return j;
  }

  private int commentEnd(int i) {
    if (i >= commentFrom && i <= commentAt && commentFrom >= 0) {
      return commentAt;
    }
    int j = i;
    while (j < end && !(s[j] == '*' && at(j + 1) == '/')) {
      j++;
    }
    commentFrom = i;
    commentAt = j;
    return j;
  }

  /** The next character that ends a string of this opening quote, escaped ones left out. */
  int nextQuote(int i, char opening) {
    if (opening == quote && i >= quoteFrom && i <= quoteAt) {
      return quoteAt;
    }
    int j = i;
    while (j < end && (Chars.isPlain(s[j]) || !Chars.closes(opening, s[j]))) {
      j += s[j] == '\\' ? 2 : 1;
    }
    quote = opening;
    quoteFrom = i;
    quoteAt = Math.min(j, end);
    return quoteAt;
  }

  /** Whether the text there reads so. */
  boolean startsWith(int i, String word) {
    if (i + word.length() > end) {
      return false;
    }
    for (int k = 0; k < word.length(); k++) {
      if (s[i + k] != word.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  boolean isFence(int i) {
    return at(i) == '`' && at(i + 1) == '`' && at(i + 2) == '`';
  }

  boolean isElision(int i) {
    return at(i) == '\u2026' || (at(i) == '.' && at(i + 1) == '.' && at(i + 2) == '.');
  }

  int elisionEnd(int i) {
    if (at(i) == '\u2026') {
      return i + 1;
    }
    while (at(i) == '.') {
      i++;
    }
    return i;
  }

  /** Whether a string that begins there is followed by a colon, or is cut off. */
  boolean isQuotedKey(int i) {
    if (at(i) == '\\') {
      i++;
    }
    if (!Chars.isQuote(at(i))) {
      return false;
    }
    int close = nextQuote(i + 1, s[i]);
    int after = space(close + 1);
    return after >= end
        || Chars.isColon(s[after])
        || (s[after] == '=' && at(after + 1) != '=')
        || (s[after] == '-' && at(after + 1) == '>');
  }

  /** Whether a word there is followed by a colon and something that can be a value. */
  boolean isBareKey(int i) {
    return bareColon(i) >= 0;
  }

  /** The colon behind a key without quotes that begins there; -1 if none does. */
  int bareColon(int i) {
    int j = i;
    while (j < end && j - i < 100 && (Chars.isWord(s[j]) || s[j] == '-' || s[j] == '.')) {
      j++;
    }
    if (j == i) {
      return -1;
    }
    int colon = space(at(j) == '"' ? j + 1 : j);
    boolean is =
        (at(colon) == ':' && at(colon + 1) != '/') || (at(colon) == '=' && at(colon + 1) != '=');
    return is ? colon : -1;
  }
}
