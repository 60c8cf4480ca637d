package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ecomllm.json.Quotes.Place;
import dev.ecomllm.json.StrictReader.Due;

/**
 * Reads what a model meant as JSON, from where the strict reading stopped. Every step reads at
 * least one character or closes something, and what is open is on a stack of its own.
 */
final class TolerantReader {

  private final Source source;
  private final Tree tree;
  private final StrictReader strict;
  private final RepairLog log;
  private final Strings strings;
  private final Bare bare;
  private final Quotes quotes;

  private int at;
  private Due due = Due.VALUE;
  private boolean cutOff;

  TolerantReader(Source source, Tree tree, StrictReader strict, RepairLog log, boolean truncated) {
    this.strict = strict;
    this.source = source;
    this.tree = tree;
    this.log = log;
    this.quotes = new Quotes(source, tree);
    this.strings = new Strings(source, tree, log, quotes, truncated);
    this.bare = new Bare(source, tree, log, truncated);
  }

  /** Where the value ends. */
  int at() {
    return at;
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
    at = from;
    due = first;
    read();
  }

  private void read() {
    do {
      skipBlank();
      if (at >= source.end || isEnd()) {
        finish();
        return;
      }
      step();
      if (tree.depth() > 0) {
        strict.goOn(at, due);
        takeOver();
      }
    } while (tree.depth() > 0 || tree.root() == null);
    skipCalls();
  }

  private void step() {
    switch (due) {
      case VALUE, VALUE_OR_CLOSE -> value();
      case KEY, KEY_OR_CLOSE -> key();
      case COLON -> colon();
      case COMMA_OR_CLOSE -> commaOrClose();
    }
  }

  /**
   * Takes over where the strict reading stopped: at the scalar before, if that may have ended too
   * early, at the key, if no colon follows it, or right there.
   */
  private void takeOver() {
    int scalar = strict.scalarAt();
    String key = strict.scalarKey();
    at = strict.at();
    due = strict.due();
    boolean again = scalar >= 0 && at < source.end && !isCutOffAt(at);
    if (again && tree.inArray() && source.s[scalar] == '"') {
      tree.removeLast();
      at = scalar;
      due = Due.VALUE;
    } else if (again && key != null && tree.inObject() && isDoubtful()) {
      tree.removeValue(key);
      at = scalar;
      due = Due.VALUE;
    } else if (again && tree.depth() == 0) {
      at = scalar;
      due = Due.VALUE;
    } else if (due == Due.COLON && strict.keyAt() >= 0) {
      at = strict.keyAt();
      due = Due.KEY;
    }
  }

  /** Whether nothing is wrong there but that the text ends: in a string, a number or a literal. */
  private boolean isCutOffAt(int i) {
    if (due == Due.COMMA_OR_CLOSE || due == Due.COLON) {
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
      case KEY, COMMA_OR_CLOSE -> true;
      case COLON -> source.s[strict.scalarAt()] == '"';
      default -> false;
    };
  }

  private void skipBlank() {
    for (; ; ) {
      int next = source.space(at);
      for (int i = at; i < next; i++) {
        if (!Chars.isJsonSpace(source.s[i])) {
          log.add(Repair.Kind.SPACE, i, i + 1, " ");
          break;
        }
      }
      at = source.comment(next);
      if (at == next) {
        return;
      }
      log.add(Repair.Kind.COMMENT, next, at, "");
    }
  }

  /** A Markdown fence or a closing tag ends everything. */
  private boolean isEnd() {
    return tree.depth() > 0
        && (source.isFence(at) || (source.s[at] == '<' && source.at(at + 1) == '/'));
  }

  private void skipCalls() {
    while (tree.hasOpenRound() && source.at(source.blank(at)) == ')') {
      at = source.blank(at) + 1;
      tree.closeCall();
    }
  }

  private void finish() {
    cutOff = tree.depth() > 0 || tree.root() == null;
    if (due == Due.COLON || (due == Due.VALUE && tree.inObject())) {
      String key = tree.key();
      if (key != null) {
        tree.add(NullNode.instance, at);
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
      log.add(Repair.Kind.CUT_OFF, at, at, closers.toString());
    }
  }

  private void value() {
    char c = source.s[at];
    switch (c) {
      case '{' -> {
        tree.openObject();
        at++;
        due = Due.KEY_OR_CLOSE;
      }
      case '[' -> {
        tree.openArray();
        at++;
        due = Due.VALUE_OR_CLOSE;
      }
      case '(' -> {
        log.add(Repair.Kind.TUPLE, at, at + 1, "[");
        tree.openTuple();
        at++;
        due = Due.VALUE_OR_CLOSE;
      }
      case ',', ';' -> {
        if (tree.inObject()) {
          missingValue();
        } else {
          log.add(Repair.Kind.COMMA, at, at + 1, "");
          at++;
        }
      }
      case '}', ']', ')' -> {
        if (tree.inObject()) {
          missingValue();
        } else {
          trailingComma(due == Due.VALUE);
          if (tree.depth() == 0) {
            at++;
          } else if (c == ')') {
            closeRound();
          } else {
            due = Due.COMMA_OR_CLOSE;
          }
        }
      }
      case ':', '=' -> {
        log.add(Repair.Kind.COLON, at, at + 1, "");
        at++;
      }
      default -> scalar();
    }
  }

  private void missingValue() {
    log.add(Repair.Kind.MISSING_VALUE, at, at, "null");
    tree.add(NullNode.instance, at);
    due = Due.COMMA_OR_CLOSE;
  }

  private void scalar() {
    int start = at;
    if (source.isElision(at)) {
      at = source.elisionEnd(at);
      log.add(Repair.Kind.ELISION, start, at, "");
      if (tree.inObject()) {
        missingValue();
      } else {
        due = Due.COMMA_OR_CLOSE;
      }
      return;
    }
    int quote = quoteAt(at);
    if (quote >= 0) {
      if (quote > at) {
        log.add(Repair.Kind.QUOTES, at, quote, "");
      }
      add(new TextNode(string(quote)), start);
      return;
    }
    int call = Bare.argumentAt(source, at);
    if (call >= 0) {
      log.add(Repair.Kind.CALL, start, call, "");
      at = call;
      tree.openCall();
      due = Due.VALUE;
      return;
    }
    JsonNode value = bare.read(at);
    at = Math.max(bare.at(), start + 1);
    if (value != null) {
      add(value, start);
    } else {
      due = tree.inObject() ? Due.VALUE : Due.COMMA_OR_CLOSE;
    }
  }

  private void add(JsonNode value, int start) {
    tree.add(value, start);
    due = Due.COMMA_OR_CLOSE;
  }

  /** Where the quote of a string is that begins there, past a prefix as Python has; -1 if none. */
  private int quoteAt(int i) {
    char c = source.s[i];
    if (Chars.isQuote(c) || (c == '\\' && Chars.isQuote(source.at(i + 1)))) {
      return i;
    }
    int quote = i;
    while (quote < i + 2 && "rRbBuUfF".indexOf(source.at(quote)) >= 0) {
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
    at = strings.at();
    StringBuilder joined = null;
    for (; ; ) {
      int plus = source.blank(at);
      int next = source.blank(plus + 1);
      if (source.at(plus) != '+' || (next < source.end && !Chars.isQuote(source.s[next]))) {
        return joined == null ? text : joined.toString();
      }
      log.add(Repair.Kind.CONCATENATION, plus, plus + 1, "");
      at = next;
      if (next >= source.end) {
        return joined == null ? text : joined.toString();
      }
      joined = joined == null ? new StringBuilder(text) : joined;
      joined.append(strings.read(next, place));
      at = strings.at();
    }
  }

  private void key() {
    char c = source.s[at];
    int start = at;
    switch (c) {
      case '}', ']', ')' -> {
        trailingComma(due == Due.KEY);
        due = Due.COMMA_OR_CLOSE;
      }
      case ',', ';' -> {
        log.add(Repair.Kind.COMMA, at, at + 1, "");
        at++;
      }
      case '{' -> {
        if (tree.hasOpenArray() && !tree.isEmpty()) {
          log.add(Repair.Kind.BRACKET, at, at, "}");
          tree.close();
          due = Due.COMMA_OR_CLOSE;
        } else {
          log.add(Repair.Kind.BRACKET, at, at + 1, "");
          at++;
        }
      }
      default -> {
        if (source.isElision(at)) {
          at = source.elisionEnd(at);
          log.add(Repair.Kind.ELISION, start, at, "");
        } else if (Chars.isQuote(c) || (c == '\\' && Chars.isQuote(source.at(at + 1)))) {
          String key = strings.read(at, Place.KEY);
          at = strings.at();
          if (!strings.isCutOff()) {
            tree.key(key);
            due = Due.COLON;
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
    int i = at;
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
      due = Due.VALUE;
      return;
    }
    at = i;
    if ((to == start && c != ':' && c != '=') || i >= source.end) {
      at = Math.min(source.end, Math.max(i, start + 1));
      log.add(i >= source.end ? Repair.Kind.CUT_OFF : Repair.Kind.STRAY_TEXT, start, at, "");
      return;
    }
    if (c == '"' && source.at(source.space(i + 1)) == ':') {
      log.add(Repair.Kind.MISSING_QUOTE, start, start, "\"");
      at = i + 1;
    } else if (c == '"' || c == '[') {
      log.add(Repair.Kind.STRAY_TEXT, start, i, "");
      at = Math.max(i, start + 1);
      return;
    } else {
      log.add(Repair.Kind.BARE_KEY, start, start, "\"");
    }
    tree.key(source.text(start, to));
    due = Due.COLON;
  }

  private void colon() {
    char c = source.s[at];
    switch (c) {
      case ':' -> at++;
      case '=', '-' -> {
        int to = source.at(at + 1) == '>' ? at + 2 : at + 1;
        if (c == '=' || to == at + 2) {
          log.add(Repair.Kind.COLON, at, to, ":");
          at = to;
        }
      }
      case ',', '}', ']' -> {
        if (isSet(c)) {
          return;
        }
      }
      default -> log.add(Repair.Kind.COLON, at, at, ":");
    }
    due = Due.VALUE;
  }

  /** Keys without values from the start are a set; it becomes an array. */
  private boolean isSet(char c) {
    if (!tree.isEmpty() || c == ']') {
      return false;
    }
    String first = tree.key();
    if ((c == ',' && source.isQuotedKey(source.blank(at + 1))) || first == null) {
      return false;
    }
    return toSet(first);
  }

  private boolean toSet(String first) {
    log.add(Repair.Kind.TUPLE, at, at, "[");
    tree.objectToSet();
    tree.add(new TextNode(first), at);
    due = Due.COMMA_OR_CLOSE;
    return true;
  }

  private void commaOrClose() {
    char c = source.s[at];
    switch (c) {
      case ',' -> {
        at++;
        due = next();
      }
      case '}', ']' -> close(c);
      case ')' -> closeRound();
      case ';' -> {
        log.add(Repair.Kind.COMMA, at, at + 1, ",");
        at++;
        due = next();
      }
      case ':' -> colonBehindValue();
      default -> missingComma(c);
    }
  }

  private Due next() {
    return tree.inObject() ? Due.KEY : Due.VALUE;
  }

  private void trailingComma(boolean afterComma) {
    if (afterComma && !tree.isEmpty()) {
      log.add(Repair.Kind.COMMA, at, at, "");
    }
  }

  private void close(char c) {
    if (c == tree.closer(0)) {
      at++;
      tree.close();
      return;
    }
    boolean outer = c == '}' ? tree.hasOpenObject() : tree.hasOpenArray();
    if (outer) {
      log.add(Repair.Kind.BRACKET, at, at, String.valueOf(tree.closer(0)));
      tree.close();
      return;
    }
    log.add(Repair.Kind.BRACKET, at, at + 1, String.valueOf(tree.closer(0)));
    at++;
    tree.close();
  }

  private void closeRound() {
    at++;
    if (tree.closer(0) == ')') {
      if (tree.isSingle() && due == Due.COMMA_OR_CLOSE) {
        tree.closeParentheses();
      } else {
        tree.close();
      }
      due = Due.COMMA_OR_CLOSE;
    } else if (tree.hasOpenRound()) {
      tree.closeCall();
    } else {
      log.add(Repair.Kind.STRAY_TEXT, at - 1, at, "");
    }
  }

  /** {@code ["a", "b": 1}}: the array ended before, and its last item is a key of the object. */
  private void colonBehindValue() {
    if (tree.inArray() && !tree.isEmpty()) {
      JsonNode last = tree.removeLast();
      if (last.isTextual()) {
        log.add(Repair.Kind.BRACKET, at, at, tree.hasOpenObject() ? "]" : "{");
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
        due = Due.COLON;
        return;
      }
      tree.add(last, at);
    }
    log.add(Repair.Kind.STRAY_TEXT, at, at + 1, "");
    at++;
  }

  private void missingComma(char c) {
    if (source.isElision(at)) {
      int to = source.elisionEnd(at);
      log.add(Repair.Kind.ELISION, at, to, "");
      at = to;
      return;
    }
    boolean quote = Chars.isQuote(c) || (c == '\\' && Chars.isQuote(source.at(at + 1)));
    if (tree.inObject()) {
      if (quote || source.isBareKey(at)) {
        log.add(Repair.Kind.COMMA, at, at, ",");
        due = Due.KEY;
      } else if ((c == '{' || c == '[') && tree.hasOpenArray()) {
        log.add(Repair.Kind.BRACKET, at, at, "}");
        tree.close();
      } else {
        stray();
      }
      return;
    }
    if (quote || c == '{' || c == '[' || c == '(' || isPlainItem()) {
      log.add(Repair.Kind.COMMA, at, at, ",");
      due = Due.VALUE;
    } else {
      stray();
    }
  }

  private boolean isPlainItem() {
    char c = source.s[at];
    return Chars.isWord(c) || c == '-' || c == '+' || c == '.' || c == '/';
  }

  /** Skips what is no part of the JSON, up to the next comma, bracket or line. */
  private void stray() {
    int start = at;
    at++;
    while (at < source.end && ",}]\n\"{[".indexOf(source.s[at]) < 0) {
      at++;
    }
    log.add(Repair.Kind.STRAY_TEXT, start, at, "");
  }
}
