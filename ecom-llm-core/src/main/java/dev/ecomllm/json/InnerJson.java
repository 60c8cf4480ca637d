package dev.ecomllm.json;

import dev.ecomllm.json.Quotes.Place;

/**
 * Finds JSON that stands in a string with its quotes not escaped, as in the arguments of a call.
 */
final class InnerJson {

  /** It is not looked for further than this, so that all looks together stay linear. */
  private static final int LONGEST = 10_000;

  private final Source source;
  private final Quotes quotes;
  private int noneBefore;

  InnerJson(Source source, Quotes quotes) {
    this.source = source;
    this.quotes = quotes;
  }

  /**
   * Where it ends; -1 if there is none.
   *
   * @param from where the string begins
   * @param brace where the first object in it begins
   * @param place what the string is
   */
  int end(int from, int brace, Place place) {
    if (brace < noneBefore) {
      return -1;
    }
    int first = source.space(from);
    int i = source.s[first] == '[' ? first : brace;
    int depth = 0;
    boolean quoted = false;
    for (int most = Math.min(source.end, i + LONGEST); i < most; i++) {
      char c = source.s[i];
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '{' || c == '[')) {
        depth++;
      } else if (!quoted && (c == '}' || c == ']') && --depth == 0) {
        int close = source.nextQuote(i + 1, '"');
        if (close < source.end && quotes.ends(close, place)) {
          return i + 1;
        }
        break;
      }
    }
    noneBefore = i;
    return -1;
  }
}
