package dev.ecomllm.json;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.ecomllm.json.Quotes.Place;
import dev.ecomllm.json.StrictReader.Due;

/** Reads keys tolerantly, and the colons behind them. */
final class Keys {

  private final Source source;
  private final Tree tree;
  private final RepairLog log;
  private final Cursor cursor;
  private final KnownKeys known;
  private final Quotes quotes;
  private final Strings strings;
  private final Separators separators;

  Keys(
      Source source,
      Tree tree,
      RepairLog log,
      Cursor cursor,
      KnownKeys known,
      Quotes quotes,
      Strings strings,
      Separators separators) {
    this.source = source;
    this.tree = tree;
    this.log = log;
    this.cursor = cursor;
    this.known = known;
    this.quotes = quotes;
    this.strings = strings;
    this.separators = separators;
  }

  /** Reads a key, or what stands in its place. */
  void key() {
    char c = source.s[cursor.at];
    int start = cursor.at;
    switch (c) {
      case '}', ']', ')' -> {
        separators.trailingComma(cursor.due == Due.KEY);
        cursor.due = Due.COMMA_OR_CLOSE;
      }
      case ',', ';' -> {
        log.add(Repair.Kind.COMMA, cursor.at, cursor.at + 1, "");
        cursor.at++;
      }
      case '{' -> {
        if (tree.hasOpenArray() && !tree.isEmpty()) {
          log.add(Repair.Kind.BRACKET, cursor.at, cursor.at, "}");
          tree.close();
          cursor.due = Due.COMMA_OR_CLOSE;
        } else {
          log.add(Repair.Kind.BRACKET, cursor.at, cursor.at + 1, "");
          cursor.at++;
        }
      }
      default -> {
        if (source.isElision(cursor.at)) {
          cursor.at = source.elisionEnd(cursor.at);
          log.add(Repair.Kind.ELISION, start, cursor.at, "");
        } else if (Chars.isQuote(c) || (c == '\\' && Chars.isQuote(source.at(cursor.at + 1)))) {
          String key = strings.read(cursor.at, Place.KEY);
          cursor.at = strings.at();
          if (!strings.isCutOff()) {
            tree.key(key);
            cursor.due = Due.COLON;
          }
        } else {
          bareKey(start);
        }
      }
    }
  }

  /** A number that no colon follows, at the beginning, is the first item of a set. */
  private boolean isItem(int start, int to, char c) {
    return (c == ',' || c == '}') && tree.isEmpty() && Numbers.end(source.s, start, to) == to;
  }

  private void bareKey(int start) {
    int i = cursor.at;
    while (i < source.end
        && (Chars.isWord(source.s[i]) || ":=,{}[]\n\"".indexOf(source.s[i]) < 0)) {
      i++;
    }
    int to = i;
    while (to > start && Chars.isSpace(source.s[to - 1])) {
      to--;
    }
    char c = source.at(i);
    if (isItem(start, to, c)) {
      log.add(Repair.Kind.TUPLE, start, start, "[");
      tree.objectToSet();
      cursor.due = Due.VALUE;
      return;
    }
    cursor.at = i;
    if ((to == start && c != ':' && c != '=') || i >= source.end) {
      cursor.at = Math.min(source.end, Math.max(i, start + 1));
      log.add(i >= source.end ? Repair.Kind.CUT_OFF : Repair.Kind.STRAY_TEXT, start, cursor.at, "");
      return;
    }
    if (c == '"' && source.at(source.space(i + 1)) == ':') {
      log.add(Repair.Kind.MISSING_QUOTE, start, start, "\"");
      cursor.at = i + 1;
    } else if (c == '"' || c == '[' || (c == '\n' && source.isQuotedKey(source.space(i)))) {
      log.add(Repair.Kind.STRAY_TEXT, start, i, "");
      cursor.at = Math.max(i, start + 1);
      return;
    } else {
      log.add(Repair.Kind.BARE_KEY, start, start, "\"");
      quotes.expectBareKeys();
    }
    tree.key(known.key(source.s, start, to));
    cursor.due = Due.COLON;
  }

  /** Reads what stands between a key and its value. */
  void colon() {
    char c = source.s[cursor.at];
    switch (c) {
      case ':' -> cursor.at++;
      case Chars.WIDE_COLON -> {
        log.add(Repair.Kind.COLON, cursor.at, cursor.at + 1, ":");
        cursor.at++;
      }
      case '=', '-' -> {
        int to = source.at(cursor.at + 1) == '>' ? cursor.at + 2 : cursor.at + 1;
        if (c == '=' || to == cursor.at + 2) {
          log.add(Repair.Kind.COLON, cursor.at, to, ":");
          cursor.at = to;
        }
      }
      case ',', '}', ']' -> {
        if (isSet(c)) {
          return;
        }
      }
      default -> log.add(Repair.Kind.COLON, cursor.at, cursor.at, ":");
    }
    cursor.due = Due.VALUE;
  }

  /** Keys without values from the start are a set; it becomes an array. */
  private boolean isSet(char c) {
    if (!tree.isEmpty() || c == ']') {
      return false;
    }
    String first = tree.key();
    if ((c == ',' && source.isQuotedKey(source.blank(cursor.at + 1))) || first == null) {
      return false;
    }
    return toSet(first);
  }

  private boolean toSet(String first) {
    log.add(Repair.Kind.TUPLE, cursor.at, cursor.at, "[");
    tree.objectToSet();
    tree.add(new TextNode(first), cursor.at);
    cursor.due = Due.COMMA_OR_CLOSE;
    return true;
  }
}
