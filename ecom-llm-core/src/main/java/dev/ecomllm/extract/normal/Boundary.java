package dev.ecomllm.extract.normal;

/** Where words begin and end in any text, right on emoji, combining marks and numbers. */
public final class Boundary {

  private static final int JOINER = 0x200D;

  private Boundary() {}

  /**
   * Whether a whole word, number or emoji may begin or end here, so that no piece of another is
   * taken: "red" is not in "reduced", "5" not in "12.5".
   *
   * @param at an offset in UTF-16 units, 0 to the text's length
   */
  public static boolean isAt(CharSequence text, int at) {
    if (at <= 0 || at >= text.length()) {
      return true;
    }
    if (Character.isLowSurrogate(text.charAt(at))
        && Character.isHighSurrogate(text.charAt(at - 1))) {
      return false;
    }
    int before = Character.codePointBefore(text, at);
    int after = Character.codePointAt(text, at);
    if (isExtension(after) || before == JOINER) {
      return false;
    }
    if (isFlagLetter(before) && isFlagLetter(after)) {
      return flagLettersBefore(text, at) % 2 == 0;
    }
    int base = baseBefore(text, at);
    if (isWord(base) && isWord(after)) {
      return false;
    }
    if ((after == '+' || after == '#') && Character.isLetter(base)) { // C++, C#, A+
      return at + 1 < text.length() && Character.isLetterOrDigit(text.charAt(at + 1));
    }
    return !insideNumber(text, at, base, after) && !atApostrophe(text, at, base, after);
  }

  /** Letters and digits of scripts that put spaces between words. */
  static boolean isWord(int character) {
    return Character.isLetterOrDigit(character) && !isUnspaced(character);
  }

  /** Scripts without spaces: there, any character may begin a word. */
  static boolean isUnspaced(int character) {
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }

  /** Whether a character belongs to the one before it. */
  static boolean isExtension(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || character == JOINER
        || character == 0x200C
        || (character >= 0x1F3FB && character <= 0x1F3FF) // skin tones
        || (character >= 0xE0020 && character <= 0xE007F); // tags of regional flags
  }

  private static boolean isFlagLetter(int character) {
    return character >= 0x1F1E6 && character <= 0x1F1FF;
  }

  private static int flagLettersBefore(CharSequence text, int at) {
    int count = 0;
    for (int i = at; i > 0 && isFlagLetter(Character.codePointBefore(text, i)); i -= 2) {
      count++;
    }
    return count;
  }

  /** The character before an offset that the marks before it belong to. */
  private static int baseBefore(CharSequence text, int at) {
    int i = at;
    int character = Character.codePointBefore(text, i);
    while (isExtension(character) && i > Character.charCount(character)) {
      i -= Character.charCount(character);
      character = Character.codePointBefore(text, i);
    }
    return character;
  }

  private static boolean insideNumber(CharSequence text, int at, int before, int after) {
    if (isPoint(after) && Character.isDigit(before) && at + 1 < text.length()) {
      return Character.isDigit(text.charAt(at + 1));
    }
    return isPoint(before)
        && Character.isDigit(after)
        && at >= 2
        && Character.isDigit(text.charAt(at - 2));
  }

  private static boolean isPoint(int character) {
    return character == '.' || character == ',';
  }

  /** Inside O'Neill or don't, but not before the 's of Levi's. */
  private static boolean atApostrophe(CharSequence text, int at, int before, int after) {
    if (isApostrophe(after) && Character.isLetter(before) && at + 1 < text.length()) {
      boolean letter = Character.isLetter(Character.codePointAt(text, at + 1));
      return letter && !isPossessive(text, at + 1);
    }
    return isApostrophe(before)
        && Character.isLetter(after)
        && at >= 2
        && Character.isLetter(Character.codePointBefore(text, at - 1));
  }

  private static boolean isPossessive(CharSequence text, int at) {
    char letter = text.charAt(at);
    return (letter == 's' || letter == 'S') && isAt(text, at + 1);
  }

  static boolean isApostrophe(int character) {
    return character == '\'' || character == '\u2019';
  }
}
