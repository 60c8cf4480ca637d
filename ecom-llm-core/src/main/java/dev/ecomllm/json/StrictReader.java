package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON exactly as the standard has it, and stops where the text is not JSON. It throws
 * nothing for that, because a stack trace costs more than the whole repair; it says where a
 * tolerant reading has to go on, so that what was good is read once.
 */
final class StrictReader {

  /** What is due next. */
  enum Due {
    VALUE,
    VALUE_OR_CLOSE,
    KEY,
    KEY_OR_CLOSE,
    COLON,
    COMMA_OR_CLOSE
  }

  private final Source source;
  private final char[] s;
  private int end;
  private final Tree tree;

  private int at;
  private int keyAt = -1;
  private Due due = Due.VALUE;
  private int scalarAt = -1;
  private @Nullable String scalarKey;
  private final KnownKeys keys = new KnownKeys();

  StrictReader(Source source, Tree tree) {
    this.source = source;
    this.s = source.s;
    this.end = source.end;
    this.tree = tree;
  }

  /** Where the reading stopped: behind the value, or at what is not JSON. */
  int at() {
    return at;
  }

  /** What was due there. */
  Due due() {
    return due;
  }

  /**
   * Where the scalar before that place begins, if nothing but punctuation and at most one key came
   * after it: perhaps it did not end where it seemed to. -1 if there is none.
   */
  int scalarAt() {
    return scalarAt;
  }

  /** The key of that scalar, in an object. */
  @Nullable String scalarKey() {
    return scalarKey;
  }

  /** From here on the text ends there. */
  void endAt(int to) {
    end = to;
  }

  /** The keys that were read. */
  KnownKeys keys() {
    return keys;
  }

  /** Where the last key begins. */
  int keyAt() {
    return keyAt;
  }

  /** Reads one value; whether all of it is JSON. */
  boolean read(int from) {
    return goOn(from, Due.VALUE);
  }

  /** Reads on from there to the end of the whole value; whether all of it is JSON. */
  boolean goOn(int from, Due first) {
    at = from;
    due = first;
    scalarAt = -1;
    keyAt = -1;
    do {
      char c = skipSpace();
      boolean good =
          switch (due) {
            case VALUE -> value(c);
            case VALUE_OR_CLOSE -> c == ']' ? close() : value(c);
            case KEY -> key(c);
            case KEY_OR_CLOSE -> c == '}' ? close() : key(c);
            case COLON -> colon(c);
            case COMMA_OR_CLOSE -> commaOrClose(c);
          };
      if (!good) {
        return false;
      }
    } while (tree.depth() > 0);
    return true;
  }

  private char skipSpace() {
    while (at < end) {
      char c = s[at];
      if (c > ' ' || !Chars.isJsonSpace(c)) {
        return c;
      }
      at++;
    }
    return 0;
  }

  private boolean colon(char c) {
    if (c != ':') {
      return false;
    }
    at++;
    due = Due.VALUE;
    return true;
  }

  private boolean commaOrClose(char c) {
    if (c == ',') {
      at++;
      due = tree.inObject() ? Due.KEY : Due.VALUE;
      return true;
    }
    return c == (tree.inObject() ? '}' : ']') && close();
  }

  private boolean close() {
    boolean quoteBehind = at + 1 < end && s[at + 1] == '"';
    if (quoteBehind && scalarAt >= 0 && s[scalarAt] == '"') {
      return false;
    }
    at++;
    tree.close();
    due = Due.COMMA_OR_CLOSE;
    scalarAt = -1;
    return true;
  }

  private boolean key(char c) {
    if (c != '"') {
      return false;
    }
    keyAt = at;
    String key = keyString();
    if (key == null) {
      return false;
    }
    tree.key(key);
    due = Due.COLON;
    return true;
  }

  private boolean value(char c) {
    switch (c) {
      case '{' -> {
        tree.openObject();
        at++;
        scalarAt = -1;
        due = Due.KEY_OR_CLOSE;
        return true;
      }
      case '[' -> {
        tree.openArray();
        at++;
        scalarAt = -1;
        due = Due.VALUE_OR_CLOSE;
        return true;
      }
      case '"' -> {
        int start = at;
        String value = string();
        if (value == null) {
          return false;
        }
        scalarAt = start;
        scalarKey = tree.key();
        tree.add(new TextNode(value), start);
        due = Due.COMMA_OR_CLOSE;
        return true;
      }
      default -> {
        return scalar(c);
      }
    }
  }

  private boolean scalar(char c) {
    int start = at;
    JsonNode value;
    switch (c) {
      case 't' -> value = word("true") ? BooleanNode.TRUE : null;
      case 'f' -> value = word("false") ? BooleanNode.FALSE : null;
      case 'n' -> value = word("null") ? NullNode.instance : null;
      default -> {
        int to = Numbers.end(s, at, end);
        value = to < 0 ? null : Numbers.node(s, at, to);
        at = value == null ? at : to;
      }
    }
    if (value == null || !isDelimited()) {
      at = start;
      return false;
    }
    scalarAt = start;
    scalarKey = tree.key();
    tree.add(value, start);
    due = Due.COMMA_OR_CLOSE;
    return true;
  }

  private boolean isDelimited() {
    if (at >= end) {
      return tree.depth() == 0;
    }
    return switch (s[at]) {
      case ',', ']', '}', ' ', '\n', '\r', '\t' -> true;
      default -> false;
    };
  }

  private boolean word(String word) {
    int length = word.length();
    if (end - at < length) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if (s[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += length;
    return true;
  }

  /** The string that begins here, or null and nothing read. */
  private @Nullable String string() {
    int from = at + 1;
    for (int i = from; i < end; i++) {
      char c = s[i];
      if (c == '"') {
        at = i + 1;
        return source.text(from, i);
      }
      if (c < ' ') {
        return null;
      }
      if (c == '\\') {
        return escaped(from, i);
      }
    }
    return null;
  }

  /** As {@link #string()}, hashing on the way: too much work for a value. */
  private @Nullable String keyString() {
    int from = at + 1;
    int hash = 0;
    for (int i = from; i < end; i++) {
      char c = s[i];
      if (c == '"') {
        at = i + 1;
        return keys.key(s, from, i, hash);
      }
      if (c < ' ') {
        return null;
      }
      if (c == '\\') {
        return escaped(from, i);
      }
      hash = 31 * hash + c;
    }
    return null;
  }

  private @Nullable String escaped(int from, int i) {
    StringBuilder value = new StringBuilder(i - from + 64);
    int plain = from;
    while (i < end) {
      char c = s[i];
      if (c == '"') {
        at = i + 1;
        return value.append(s, plain, i - plain).toString();
      }
      if (c < ' ') {
        return null;
      }
      if (c != '\\') {
        i++;
        continue;
      }
      int code = Escapes.strict(s, i, end);
      if (code < 0) {
        return null;
      }
      value.append(s, plain, i - plain).append((char) code);
      i += s[i + 1] == 'u' ? 6 : 2;
      plain = i;
    }
    return null;
  }
}
