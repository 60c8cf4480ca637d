package dev.ecomllm.json;

import dev.ecomllm.json.Quotes.Place;
import org.jspecify.annotations.Nullable;

/** Reads strings in quotes of any kind, with quotes inside, line breaks, or no end. */
final class Strings {

  private final Source source;
  private final Tree tree;
  private final RepairLog log;
  private final KnownKeys keys;
  private final Quotes quotes;
  private final InnerJson innerJson;
  private final boolean truncated;

  /** Where the reading goes on. */
  private int at;

  private boolean cutOff;

  /** Whether nothing in the string has to be decoded. */
  private boolean raw;

  private boolean isKey;

  private int noTripleFrom = Integer.MAX_VALUE;

  Strings(
      Source source, Tree tree, RepairLog log, KnownKeys keys, Quotes quotes, boolean truncated) {
    this.source = source;
    this.tree = tree;
    this.log = log;
    this.keys = keys;
    this.quotes = quotes;
    this.innerJson = new InnerJson(source, quotes);
    this.truncated = truncated;
  }

  int at() {
    return at;
  }

  /** Whether the text ended inside the last string. */
  boolean isCutOff() {
    return cutOff;
  }

  /** The string whose quote is there, perhaps behind a backslash. */
  String read(int from, Place place) {
    cutOff = false;
    isKey = place == Place.KEY;
    boolean escaped = source.s[from] == '\\';
    int quote = escaped ? from + 1 : from;
    char opening = source.at(quote);
    if (opening != '"' || escaped) {
      log.add(Repair.Kind.QUOTES, from, quote + 1, "\"");
    }
    if (source.at(quote + 1) == opening) {
      String tripled = tripled(quote, opening);
      if (tripled != null) {
        return tripled;
      }
      if (!isEmptyString(quote)) {
        log.add(Repair.Kind.QUOTES, quote, quote + 1, "");
        quote++;
      }
    }
    String text = single(quote, opening, escaped, place);
    boolean doubled = quote > from && !escaped && source.at(at - 1) == opening;
    if (doubled && source.at(at) == opening) {
      at++;
      return text;
    }
    return doubled ? undoubled(text, opening) : text;
  }

  /** A doubled opening quote goes with a doubled closing one, or belongs to a quotation. */
  private static String undoubled(String text, char quote) {
    int last = text.lastIndexOf(quote);
    if (last >= 0 && last == text.length() - 1) {
      return text.substring(0, last);
    }
    return last < 0 ? text : quote + text;
  }

  /** Whether two quotes are an empty string, not a doubled opening one. */
  private boolean isEmptyString(int quote) {
    int next = source.blank(quote + 2);
    char c = source.at(next);
    return next >= source.end
        || !(Chars.isWord(c) && !Chars.isDigit(c))
        || (quotes.ends(quote + 1, Place.ITEM) && tree.inArray());
  }

  private @Nullable String tripled(int quote, char opening) {
    if (source.at(quote + 2) != opening || quote >= noTripleFrom) {
      return null;
    }
    int from = quote + 3;
    int i = from;
    while (i < source.end
        && !(source.s[i] == opening
            && source.at(i + 1) == opening
            && source.at(i + 2) == opening
            && source.at(i + 3) != opening)) {
      i += source.s[i] == '\\' ? 2 : 1;
    }
    if (i >= source.end) {
      noTripleFrom = quote;
      return null;
    }
    if (opening == '"') {
      log.add(Repair.Kind.QUOTES, quote, from, "\"");
    }
    at = i + 3;
    return Escapes.decode(source, from, i, log);
  }

  private String single(int quote, char opening, boolean escaped, Place place) {
    int from = quote + 1;
    int inner = -1;
    int lastInner = -1;
    int innerBefore = -1;
    int otherKey = -1;
    int colon = -1;
    int lineEnd = -1;
    boolean odd = false;
    raw = true;
    int i = from;
    while (i < source.end) {
      char c = source.s[i];
      if (Chars.isPlain(c)) {
        i++;
        continue;
      }
      if (Chars.isSpace(c)) {
        int next = source.space(i);
        if (lineEnd < 0 && isCloser(source.at(next)) && source.nextLine(i) < next) {
          lineEnd = source.solidBefore(i) + 1;
        }
        raw = false;
        i = next;
        continue;
      }
      int lastSolid = source.solidBefore(i);
      if (c == '\\') {
        raw = false;
        char next = source.at(i + 1);
        if (next == opening && (escaped || odd) && quotes.ends(i + 1, place)) {
          return finish(from, escaped ? i : i + 1, i + 2, inner);
        }
        odd |= !isKnownEscape(next);
        i += 2;
        continue;
      }
      if (Chars.closes(opening, c)) {
        if (source.s[lastSolid] == '{' && place != Place.KEY && source.isQuotedKey(i)) {
          int end = innerJson.end(from, lastSolid, place);
          if (end > i) {
            inner = inner < 0 ? i : inner;
            raw = false;
            i = end;
            continue;
          }
          int last = beforeObject(lastSolid);
          if (last > from) {
            return unclosed(from, last, last);
          }
        }
        if (place == Place.KEY && colon >= 0 && !quotes.isBeforeColon(i)) {
          if (source.s[lastSolid] == ':' || isNextKey(i, lastSolid)) {
            return unclosed(from, colon, colon);
          }
        }
        if (quotes.ends(i, place) || (inner < 0 && quotes.isBeforeHalfItem(i, place))) {
          return finish(from, i, i + 1, inner);
        }
        if (place == Place.VALUE && lastInner >= 0 && quotes.isBeforeColon(i)) {
          int last = innerBefore >= 0 ? innerBefore : closing(from, lastInner);
          if (last >= 0) {
            return finish(from, last, last + 1, inner == last ? -1 : inner);
          }
        }
        if (lastSolid > quote && quotes.begins(i, lastSolid, place)) {
          return unclosed(from, lastSolid + 1, lastSolid + 1);
        }
        inner = inner < 0 ? i : inner;
        innerBefore = lastInner;
        lastInner = i;
      } else if (isSmartEnd(opening, c, place) && quotes.isBeforeColon(i)) {
        log.add(Repair.Kind.QUOTES, i, i + 1, "\"");
        return finish(from, i, i + 1, inner);
      } else if (otherKey < 0 && place == Place.VALUE && isNextKey(i, lastSolid)) {
        otherKey = lastSolid;
      } else if (c == ':' && colon < 0) {
        colon = i;
      }
      i++;
    }
    if (otherKey > from) {
      return unclosed(from, otherKey, otherKey);
    }
    return endless(from, place, colon, lineEnd);
  }

  /** Where a string ends whose last quote is missing, if the next object begins there; else -1. */
  private int beforeObject(int brace) {
    int comma = source.solidBefore(brace);
    if (source.s[comma] != ',') {
      return -1;
    }
    int end = comma;
    for (int i = source.solidBefore(comma); isCloser(source.s[i]); i = source.solidBefore(i)) {
      end = i;
    }
    return end;
  }

  /** A key that began with a straight quote may end with a curly one. */
  private static boolean isSmartEnd(char opening, char c, Place place) {
    return place == Place.KEY && opening == '"' && c > 0x7F && Chars.closes('\u201C', c);
  }

  /** Whether a quote behind a comma begins a key. */
  private boolean isNextKey(int quote, int lastSolid) {
    return source.s[lastSolid] == ','
        && Chars.isQuote(source.s[quote])
        && source.isQuotedKey(quote);
  }

  /** The place, if a quote there stands right behind a word, as one that ends a string does. */
  private int closing(int from, int quote) {
    return quote > from && !Chars.isSpace(source.s[quote - 1]) && Chars.isWord(source.at(quote + 1))
        ? quote
        : -1;
  }

  private static boolean isKnownEscape(char c) {
    return switch (c) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't', 'u', '\'', '`', 'x', '\n' -> true;
      default -> false;
    };
  }

  private static boolean isCloser(char c) {
    return c == '}' || c == ']';
  }

  private String finish(int from, int to, int next, int inner) {
    at = next;
    if (inner >= 0) {
      log.add(Repair.Kind.INNER_QUOTE, inner, inner + 1, "\\" + source.s[inner]);
    }
    if (!raw) {
      return Escapes.decode(source, from, to, log);
    }
    return isKey ? keys.key(source.s, from, to) : source.text(from, to);
  }

  /** The last quote is missing: the string ends before the comma or space at its end. */
  private String unclosed(int from, int to, int next) {
    while (to > from && (Chars.isSpace(source.s[to - 1]) || source.s[to - 1] == ',')) {
      to--;
    }
    at = next;
    log.add(Repair.Kind.MISSING_QUOTE, to, to, "\"");
    return Escapes.decode(source, from, to, log);
  }

  /** No quote ends the string. */
  private String endless(int from, Place place, int colon, int lineEnd) {
    if (place == Place.KEY && colon >= 0) {
      return unclosed(from, colon, colon);
    }
    if (!truncated && lineEnd >= 0) {
      return unclosed(from, lineEnd, lineEnd);
    }
    int to = truncated ? source.end : beforeClosers(from);
    if (to > from && to < source.end) {
      return unclosed(from, to, to);
    }
    cutOff = true;
    at = source.end;
    if (source.end < source.s.length) {
      return unclosed(from, source.end, source.end);
    }
    log.add(Repair.Kind.CUT_OFF, source.end, source.end, "\"");
    return Escapes.decodeCutOff(source, from, log);
  }

  /** Where the brackets at the very end begin that close what is open, innermost first. */
  private int beforeClosers(int from) {
    int[] closers = new int[tree.depth() + 8];
    int count = 0;
    int i = source.end;
    while (i > from && count < closers.length) {
      char c = source.s[--i];
      if (isCloser(c)) {
        closers[count++] = i;
      } else if (!Chars.isSpace(c)) {
        break;
      }
    }
    for (int first = count - 1; first >= 0; first--) {
      int level = 0;
      while (level <= first && closes(source.s[closers[first - level]], level)) {
        level++;
      }
      if (level > first) {
        return closers[first];
      }
    }
    return source.end;
  }

  private boolean closes(char closer, int level) {
    return level >= tree.depth() ? level > 0 : tree.closer(level) == closer;
  }
}
