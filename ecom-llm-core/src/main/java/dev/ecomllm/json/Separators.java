package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.json.StrictReader.Due;

/** Reads tolerantly what stands behind a value: commas, closing brackets, or none of them. */
final class Separators {

  private final Source source;
  private final Tree tree;
  private final RepairLog log;
  private final Cursor cursor;

  Separators(Source source, Tree tree, RepairLog log, Cursor cursor) {
    this.source = source;
    this.tree = tree;
    this.log = log;
    this.cursor = cursor;
  }

  /** Reads what stands behind a value. */
  void read() {
    char c = source.s[cursor.at];
    switch (c) {
      case ',' -> {
        cursor.at++;
        cursor.due = next();
      }
      case '}', ']' -> close(c);
      case ')' -> closeRound();
      case ';', Chars.WIDE_COMMA -> {
        log.add(Repair.Kind.COMMA, cursor.at, cursor.at + 1, ",");
        cursor.at++;
        cursor.due = next();
      }
      case ':' -> colonBehindValue();
      default -> missingComma(c);
    }
  }

  private Due next() {
    return tree.inObject() ? Due.KEY : Due.VALUE;
  }

  void trailingComma(boolean afterComma) {
    if (afterComma && !tree.isEmpty()) {
      log.add(Repair.Kind.COMMA, cursor.at, cursor.at, "");
    }
  }

  private void close(char c) {
    if (c == tree.closer(0)) {
      cursor.at++;
      tree.close();
      return;
    }
    boolean outer = c == '}' ? tree.hasOpenObject() : tree.hasOpenArray();
    if (outer) {
      log.add(Repair.Kind.BRACKET, cursor.at, cursor.at, String.valueOf(tree.closer(0)));
      tree.close();
      return;
    }
    log.add(Repair.Kind.BRACKET, cursor.at, cursor.at + 1, String.valueOf(tree.closer(0)));
    cursor.at++;
    tree.close();
  }

  void closeRound() {
    cursor.at++;
    if (tree.closer(0) == ')') {
      if (tree.isSingle() && cursor.due == Due.COMMA_OR_CLOSE) {
        tree.closeParentheses();
      } else {
        tree.close();
      }
      cursor.due = Due.COMMA_OR_CLOSE;
    } else if (tree.hasOpenRound()) {
      tree.closeCall();
    } else {
      log.add(Repair.Kind.STRAY_TEXT, cursor.at - 1, cursor.at, "");
    }
  }

  /** {@code ["a", "b": 1}}: the array ended before, and its last item is a key of the object. */
  private void colonBehindValue() {
    if (tree.inArray() && !tree.isEmpty()) {
      JsonNode last = tree.removeLast();
      if (last.isTextual()) {
        log.add(Repair.Kind.BRACKET, cursor.at, cursor.at, tree.hasOpenObject() ? "]" : "{");
        if (tree.isEmpty()) {
          tree.arrayToObject();
        } else if (tree.hasOpenObject()) {
          while (tree.inArray()) {
            tree.close();
          }
        } else {
          tree.openObject();
        }
        tree.key(last.textValue());
        cursor.due = Due.COLON;
        return;
      }
      tree.add(last, cursor.at);
    }
    log.add(Repair.Kind.STRAY_TEXT, cursor.at, cursor.at + 1, "");
    cursor.at++;
  }

  private void missingComma(char c) {
    if (source.isElision(cursor.at)) {
      int to = source.elisionEnd(cursor.at);
      log.add(Repair.Kind.ELISION, cursor.at, to, "");
      cursor.at = to;
      return;
    }
    boolean quote = Chars.isQuote(c) || (c == '\\' && Chars.isQuote(source.at(cursor.at + 1)));
    if (tree.inObject()) {
      if (quote || source.isBareKey(cursor.at)) {
        log.add(Repair.Kind.COMMA, cursor.at, cursor.at, ",");
        cursor.due = Due.KEY;
      } else if ((c == '{' || c == '[') && tree.hasOpenArray()) {
        log.add(Repair.Kind.BRACKET, cursor.at, cursor.at, "}");
        tree.close();
      } else {
        stray();
      }
      return;
    }
    if (quote || c == '{' || c == '[' || c == '(' || isPlainItem()) {
      log.add(Repair.Kind.COMMA, cursor.at, cursor.at, ",");
      cursor.due = Due.VALUE;
    } else {
      stray();
    }
  }

  private boolean isPlainItem() {
    char c = source.s[cursor.at];
    return Chars.isWord(c) || c == '-' || c == '+' || c == '.' || c == '/';
  }

  /** Skips what is no part of the JSON, up to the next comma, bracket or line. */
  private void stray() {
    int start = cursor.at;
    cursor.at++;
    while (cursor.at < source.end && ",}]\n\"{[".indexOf(source.s[cursor.at]) < 0) {
      cursor.at++;
    }
    log.add(Repair.Kind.STRAY_TEXT, start, cursor.at, "");
  }
}
