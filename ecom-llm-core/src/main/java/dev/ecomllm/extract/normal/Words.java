package dev.ecomllm.extract.normal;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Splits text into words whose forms are equal where only case, accents or inflection differ. */
public final class Words {

  private static final Map<String, String> VARIANTS =
      Map.ofEntries(
          Map.entry("colour", "color"),
          Map.entry("colored", "color"),
          Map.entry("coloured", "color"),
          Map.entry("grey", "gray"),
          Map.entry("aluminium", "aluminum"),
          Map.entry("fibre", "fiber"),
          Map.entry("litre", "liter"),
          Map.entry("metre", "meter"),
          Map.entry("jewellery", "jewelry"),
          Map.entry("tyre", "tire"),
          Map.entry("men", "man"),
          Map.entry("women", "woman"),
          Map.entry("children", "child"),
          Map.entry("feet", "foot"),
          Map.entry("inches", "inch"),
          Map.entry("cancelling", "canceling"));

  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("one", "1"),
          Map.entry("two", "2"),
          Map.entry("three", "3"),
          Map.entry("four", "4"),
          Map.entry("five", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("eight", "8"),
          Map.entry("nine", "9"),
          Map.entry("ten", "10"),
          Map.entry("eleven", "11"),
          Map.entry("twelve", "12"),
          Map.entry("dozen", "12"),
          Map.entry("fifteen", "15"),
          Map.entry("sixteen", "16"),
          Map.entry("twenty", "20"),
          Map.entry("thirty", "30"),
          Map.entry("forty", "40"),
          Map.entry("fifty", "50"),
          Map.entry("sixty", "60"),
          Map.entry("hundred", "100"));

  private Words() {}

  /**
   * One word, number or symbol.
   *
   * @param start where it starts, in UTF-16 units
   * @param end where it ends, exclusive
   * @param form what is compared
   */
  public record Word(int start, int end, String form) {}

  /** The words of a text, in order. Punctuation that says nothing is left out. */
  public static List<Word> of(String text) {
    List<Word> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      int end;
      if (Character.isDigit(character)) {
        end = endOfNumber(text, at);
        words.add(new Word(at, end, number(text.substring(at, end))));
      } else if (Boundary.isWord(character)) {
        end = endOfLetters(text, at);
        words.add(new Word(at, end, form(text.substring(at, end))));
      } else {
        end = endOfCluster(text, at);
        symbol(text, at, end, character, words);
      }
      at = end;
    }
    return words;
  }

  /** The forms of a text's words, with single spaces between: equal for equal meaning. */
  public static String key(String text) {
    StringBuilder key = new StringBuilder();
    for (Word word : of(text)) {
      key.append(key.isEmpty() ? "" : " ").append(word.form());
    }
    return key.toString();
  }

  /** Lower case without accents: {@code "Crème"} is {@code "creme"}. */
  public static String plain(String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder plain = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); i++) {
      char c = decomposed.charAt(i);
      if (c < 0x300 || c > 0x36F) {
        plain.append(c);
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }

  private static int endOfNumber(String text, int at) {
    int end = at;
    while (end < text.length()) {
      char c = text.charAt(end);
      boolean point =
          (c == '.' || c == ',')
              && end + 1 < text.length()
              && Character.isDigit(text.charAt(end + 1));
      int character = text.codePointAt(end);
      if (!point && !Character.isDigit(character)) {
        break;
      }
      end += Character.charCount(character);
    }
    return skipExtensions(text, end);
  }

  private static int endOfLetters(String text, int at) {
    int end = at;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      boolean letter = Boundary.isWord(character) && !Character.isDigit(character);
      boolean apostrophe =
          Boundary.isApostrophe(character)
              && end > at
              && end + 1 < text.length()
              && Character.isLetter(text.codePointAt(end + 1));
      if (!letter && !apostrophe && !Boundary.isExtension(character)) {
        break;
      }
      end += Character.charCount(character);
    }
    return end;
  }

  private static int endOfCluster(String text, int at) {
    int end = at + Character.charCount(text.codePointAt(at));
    while (end < text.length() && !Boundary.isAt(text, end)) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private static int skipExtensions(String text, int at) {
    int end = at;
    while (end < text.length() && Boundary.isExtension(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private static void symbol(String text, int at, int end, int character, List<Word> words) {
    switch (Character.getType(character)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.FORMAT,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.CONNECTOR_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION -> {}
      default -> {
        String form = text.substring(at, end);
        if (character == '&') {
          words.add(new Word(at, end, "and"));
        } else if (!".,;:!?'\"/\\|*`^~@".contains(form)) {
          words.add(new Word(at, end, Normalizer.normalize(form, Normalizer.Form.NFKC)));
        }
      }
    }
  }

  private static String number(String digits) {
    return Decimals.parse(digits).map(BigDecimal::toPlainString).orElse(digits);
  }

  private static String form(String word) {
    String plain = plain(word).replace('\u2019', '\'');
    if (plain.endsWith("'s")) {
      plain = plain.substring(0, plain.length() - 2);
    }
    plain = plain.replace("'", "");
    String number = NUMBERS.get(plain);
    if (number != null) {
      return number;
    }
    String variant = VARIANTS.get(plain);
    return singular(variant == null ? plain : variant);
  }

  private static String singular(String word) {
    int length = word.length();
    if (length <= 3 || !word.endsWith("s") || word.endsWith("ss") || word.endsWith("us")) {
      return VARIANTS.getOrDefault(word, word);
    }
    String one;
    if (word.endsWith("ies") && length > 4) {
      one = word.substring(0, length - 3) + "y";
    } else if (word.endsWith("sses")
        || word.endsWith("xes")
        || word.endsWith("ches")
        || word.endsWith("shes")) {
      one = word.substring(0, length - 2);
    } else {
      one = word.substring(0, length - 1);
    }
    return VARIANTS.getOrDefault(one, one);
  }
}
