package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ecomllm.json.Quotes.Place;
import dev.ecomllm.json.StrictReader.Due;

/** Reads values tolerantly. */
final class Values {

  private final Source source;
  private final Tree tree;
  private final RepairLog log;
  private final Cursor cursor;
  private final Quotes quotes;
  private final Strings strings;
  private final Bare bare;
  private final Separators separators;

  Values(
      Source source,
      Tree tree,
      RepairLog log,
      Cursor cursor,
      Quotes quotes,
      Strings strings,
      Bare bare,
      Separators separators) {
    this.source = source;
    this.tree = tree;
    this.log = log;
    this.cursor = cursor;
    this.quotes = quotes;
    this.strings = strings;
    this.bare = bare;
    this.separators = separators;
  }

  /** Reads a value, or what stands in its place. */
  void read() {
    char c = source.s[cursor.at];
    switch (c) {
      case '{' -> {
        tree.openObject();
        cursor.at++;
        cursor.due = Due.KEY_OR_CLOSE;
      }
      case '[' -> {
        tree.openArray();
        cursor.at++;
        cursor.due = Due.VALUE_OR_CLOSE;
      }
      case '(' -> {
        log.add(Repair.Kind.TUPLE, cursor.at, cursor.at + 1, "[");
        tree.openTuple();
        cursor.at++;
        cursor.due = Due.VALUE_OR_CLOSE;
      }
      case ',', ';' -> {
        if (tree.inObject()) {
          missingValue();
        } else {
          log.add(Repair.Kind.COMMA, cursor.at, cursor.at + 1, "");
          cursor.at++;
        }
      }
      case '}', ']', ')' -> {
        if (tree.inObject()) {
          missingValue();
        } else {
          separators.trailingComma(cursor.due == Due.VALUE);
          if (tree.depth() == 0) {
            cursor.at++;
          } else if (c == ')') {
            separators.closeRound();
          } else {
            cursor.due = Due.COMMA_OR_CLOSE;
          }
        }
      }
      case ':', '=' -> {
        log.add(Repair.Kind.COLON, cursor.at, cursor.at + 1, "");
        cursor.at++;
      }
      default -> scalar();
    }
  }

  private void missingValue() {
    log.add(Repair.Kind.MISSING_VALUE, cursor.at, cursor.at, "null");
    tree.add(NullNode.instance, cursor.at);
    cursor.due = Due.COMMA_OR_CLOSE;
  }

  private void scalar() {
    int start = cursor.at;
    if (source.isElision(cursor.at)) {
      cursor.at = source.elisionEnd(cursor.at);
      log.add(Repair.Kind.ELISION, start, cursor.at, "");
      if (tree.inObject()) {
        missingValue();
      } else {
        cursor.due = Due.COMMA_OR_CLOSE;
      }
      return;
    }
    int quote = quoteAt(cursor.at);
    if (quote >= 0) {
      if (quote > cursor.at) {
        log.add(Repair.Kind.QUOTES, cursor.at, quote, "");
      }
      add(new TextNode(string(quote)), start);
      return;
    }
    int call = Bare.argumentAt(source, cursor.at);
    if (call >= 0) {
      log.add(Repair.Kind.CALL, start, call, "");
      cursor.at = call;
      tree.openCall();
      cursor.due = Due.VALUE;
      return;
    }
    JsonNode value = bare.read(cursor.at);
    cursor.at = Math.max(bare.at(), start + 1);
    if (value != null) {
      add(value, start);
    } else {
      cursor.due = tree.inObject() ? Due.VALUE : Due.COMMA_OR_CLOSE;
    }
  }

  private void add(JsonNode value, int start) {
    tree.add(value, start);
    cursor.due = Due.COMMA_OR_CLOSE;
  }

  /** Where the quote of a string is that begins there, past a prefix as Python has; -1 if none. */
  private int quoteAt(int i) {
    char c = source.s[i];
    if (Chars.isQuote(c) || (c == '\\' && Chars.isQuote(source.at(i + 1)))) {
      return i;
    }
    int quote = i;
    while (quote < i + 2 && Chars.PREFIXES.indexOf(source.at(quote)) >= 0) {
      quote++;
    }
    char q = source.at(quote);
    if (quote == i || (q != '"' && q != '\'')) {
      return -1;
    }
    int close = source.nextQuote(quote + 1, q);
    return source.at(close) == q && quotes.ends(close, place()) ? quote : -1;
  }

  private Place place() {
    return tree.inObject() ? Place.VALUE : tree.inArray() ? Place.ITEM : Place.ROOT;
  }

  private String string(int quote) {
    Place place = place();
    String text = strings.read(quote, place);
    cursor.at = strings.at();
    StringBuilder joined = null;
    for (; ; ) {
      int plus = source.blank(cursor.at);
      if (!quotes.isJoin(plus)) {
        return joined == null ? text : joined.toString();
      }
      log.add(Repair.Kind.CONCATENATION, plus, plus + 1, "");
      int next = source.blank(plus + 1);
      cursor.at = next;
      if (!Chars.isQuote(source.at(next))) {
        return joined == null ? text : joined.toString();
      }
      joined = joined == null ? new StringBuilder(text) : joined;
      joined.append(strings.read(next, place));
      cursor.at = strings.at();
    }
  }
}
