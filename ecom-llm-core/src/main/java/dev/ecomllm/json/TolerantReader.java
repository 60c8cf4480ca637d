package dev.ecomllm.json;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.ecomllm.json.StrictReader.Due;

/**
 * Reads what a model meant as JSON, from where the strict reading stopped, and goes back to strict
 * reading after each repair. Every step reads at least one character or closes something, and what
 * is open is on a stack of its own.
 */
final class TolerantReader {

  private final Source source;
  private final Tree tree;
  private final StrictReader strict;
  private final RepairLog log;
  private final Cursor cursor = new Cursor();
  private final Quotes quotes;
  private final Separators separators;
  private final Keys keys;
  private final Values values;

  private boolean cutOff;

  TolerantReader(Source source, Tree tree, StrictReader strict, RepairLog log, boolean truncated) {
    this.source = source;
    this.tree = tree;
    this.strict = strict;
    this.log = log;
    this.quotes = new Quotes(source, tree);
    Strings strings = new Strings(source, tree, log, strict.keys(), quotes, truncated);
    Bare bare = new Bare(source, tree, log, truncated);
    this.separators = new Separators(source, tree, log, cursor);
    this.keys = new Keys(source, tree, log, cursor, strict.keys(), quotes, strings, separators);
    this.values = new Values(source, tree, log, cursor, quotes, strings, bare, separators);
  }

  /** Where the value ends. */
  int at() {
    return cursor.at;
  }

  /** Whether the text ended before the value did. */
  boolean isCutOff() {
    return cutOff;
  }

  /** Goes on where the strict reading stopped. */
  void resume() {
    takeOver();
    read();
  }

  /** Reads on from there. */
  void read(int from, Due first) {
    cursor.at = from;
    cursor.due = first;
    read();
  }

  private void read() {
    do {
      skipBlank();
      if (cursor.at >= source.end || isEnd()) {
        finish();
        return;
      }
      step();
      if (tree.depth() > 0) {
        strict.goOn(cursor.at, cursor.due);
        takeOver();
      }
    } while (tree.depth() > 0 || tree.root() == null);
    skipCalls();
  }

  private void step() {
    switch (cursor.due) {
      case VALUE, VALUE_OR_CLOSE -> values.read();
      case KEY, KEY_OR_CLOSE -> keys.key();
      case COLON -> keys.colon();
      case COMMA_OR_CLOSE -> separators.read();
    }
  }

  /**
   * Takes over where the strict reading stopped: at the scalar before, if that may have ended too
   * early, at the key, if no colon follows it, or right there.
   */
  private void takeOver() {
    int scalar = strict.scalarAt();
    String key = strict.scalarKey();
    cursor.at = strict.at();
    cursor.due = strict.due();
    boolean again =
        scalar >= 0
            && cursor.at < source.end
            && (tree.inArray() || tree.depth() == 0 || isDoubtful())
            && !isCutOffAt(cursor.at);
    if (again && tree.inArray() && source.s[scalar] == '"') {
      tree.removeLast();
      cursor.at = scalar;
      cursor.due = Due.VALUE;
    } else if (again && key != null && tree.inObject()) {
      tree.removeValue(key);
      cursor.at = scalar;
      cursor.due = Due.VALUE;
    } else if (again && tree.depth() == 0) {
      cursor.at = scalar;
      cursor.due = Due.VALUE;
    } else if (cursor.due == Due.COLON && strict.keyAt() >= 0) {
      cursor.at = strict.keyAt();
      cursor.due = Due.KEY;
    }
  }

  /** Whether nothing is wrong there but that the text ends: in a string, a number or a literal. */
  private boolean isCutOffAt(int i) {
    if (cursor.due == Due.COMMA_OR_CLOSE || cursor.due == Due.COLON) {
      return false;
    }
    if (source.s[i] == '"') {
      return source.nextQuote(i + 1, '"') >= source.end;
    }
    int j = i;
    while (j < source.end && j - i < 10 && (Chars.isWord(source.s[j]) || source.s[j] == '-')) {
      j++;
    }
    return j == source.end && j > i && Bare.isCutOff(source.text(i, j));
  }

  /** Whether what stopped the reading may have been part of the scalar before it. */
  private boolean isDoubtful() {
    return switch (strict.due()) {
      case KEY -> !quotes.isMember(cursor.at);
      case COMMA_OR_CLOSE ->
          !(source.isQuotedKey(cursor.at) && Chars.isSpace(source.s[cursor.at - 1]));
      case COLON -> source.s[strict.scalarAt()] == '"';
      default -> false;
    };
  }

  private void skipBlank() {
    for (; ; ) {
      int next = source.space(cursor.at);
      for (int i = cursor.at; i < next; i++) {
        if (!Chars.isJsonSpace(source.s[i])) {
          log.add(Repair.Kind.SPACE, i, i + 1, " ");
          break;
        }
      }
      cursor.at = source.comment(next);
      if (cursor.at == next) {
        return;
      }
      log.add(Repair.Kind.COMMENT, next, cursor.at, "");
    }
  }

  /** A Markdown fence or a closing tag ends everything. */
  private boolean isEnd() {
    return tree.depth() > 0
        && (source.isFence(cursor.at)
            || (source.s[cursor.at] == '<' && source.at(cursor.at + 1) == '/'));
  }

  private void skipCalls() {
    while (tree.hasOpenRound() && source.at(source.blank(cursor.at)) == ')') {
      cursor.at = source.blank(cursor.at) + 1;
      tree.closeCall();
    }
  }

  private void finish() {
    cutOff = tree.depth() > 0 || tree.root() == null;
    if (cursor.due == Due.COLON || (cursor.due == Due.VALUE && tree.inObject())) {
      String key = tree.key();
      if (key != null) {
        tree.add(NullNode.instance, cursor.at);
      }
    }
    StringBuilder closers = new StringBuilder();
    while (tree.depth() > 0) {
      if (closers.length() < 100) {
        closers.append(tree.closer(0));
      }
      tree.close();
    }
    if (closers.length() > 0) {
      log.add(Repair.Kind.CUT_OFF, cursor.at, cursor.at, closers.toString());
    }
  }
}
