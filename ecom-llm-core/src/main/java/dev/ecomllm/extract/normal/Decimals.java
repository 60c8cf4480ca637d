package dev.ecomllm.extract.normal;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers as people write them: 1,000 and 1.234,56 and 0,5. */
final class Decimals {

  private Decimals() {}

  /**
   * Reads digits with points and commas between them. A single separator before exactly three
   * digits separates thousands if it is a comma and the number does not begin with 0; else it is
   * the decimal point.
   */
  static Optional<BigDecimal> parse(String text) {
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      if (Character.isDigit(character)) {
        ascii.append(Character.digit(character, 10));
      } else if (character == '.' || character == ',') {
        ascii.append((char) character);
      }
    }
    int point = ascii.lastIndexOf(".");
    int comma = ascii.lastIndexOf(",");
    char decimal = decimal(ascii, point, comma);
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < ascii.length(); i++) {
      char c = ascii.charAt(i);
      if (c == decimal) {
        plain.append('.');
      } else if (c != '.' && c != ',') {
        plain.append(c);
      }
    }
    try {
      return Optional.of(tidy(new BigDecimal(plain.toString())));
    } catch (NumberFormatException e) {
      return Optional.empty(); // 1.2.3
    }
  }

  /** The character that is the decimal point; 0 if none is. */
  private static char decimal(StringBuilder text, int point, int comma) {
    if (point >= 0 && comma >= 0) {
      return point > comma ? '.' : ',';
    }
    if (point >= 0) {
      boolean several = text.indexOf(".") != point;
      return several && thousands(text, '.') ? 0 : '.';
    }
    if (comma >= 0) {
      return thousands(text, ',') && text.charAt(0) != '0' ? (char) 0 : ',';
    }
    return 0;
  }

  private static boolean thousands(StringBuilder text, char separator) {
    String[] groups = text.toString().split(separator == '.' ? "\\." : ",", -1);
    for (int i = 1; i < groups.length; i++) {
      if (groups[i].length() != 3) {
        return false;
      }
    }
    return groups[0].length() <= 3;
  }

  /** Without zeros at the end, and without an exponent. */
  static BigDecimal tidy(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
