package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers, kept exactly as they are written. */
final class Numbers {

  /** Jackson's own limit: the time to read a number grows with the square of its length. */
  static final int LONGEST = 1000;

  private Numbers() {}

  /** Where the standard number ends that begins there, or -1 if none does. */
  static int end(char[] s, int from, int end) {
    int i = from;
    if (i < end && s[i] == '-') {
      i++;
    }
    int digits = i;
    i = digits(s, i, end);
    if (i == digits || (s[digits] == '0' && i > digits + 1)) {
      return -1;
    }
    if (i < end && s[i] == '.') {
      int fraction = i + 1;
      i = digits(s, fraction, end);
      if (i == fraction) {
        return -1;
      }
    }
    if (i < end && (s[i] | 0x20) == 'e') {
      i++;
      if (i < end && (s[i] == '+' || s[i] == '-')) {
        i++;
      }
      int exponent = i;
      i = digits(s, exponent, end);
      if (i == exponent) {
        return -1;
      }
    }
    return i;
  }

  private static int digits(char[] s, int i, int end) {
    while (i < end && Chars.isDigit(s[i])) {
      i++;
    }
    return i;
  }

  /** The value of a standard number, or null if it is beyond what can be read. */
  static @Nullable JsonNode node(char[] s, int from, int to) {
    int length = to - from;
    boolean negative = s[from] == '-';
    long value = 0;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      if (!Chars.isDigit(s[i])) {
        return decimal(s, from, length);
      }
      if (length <= 18) {
        value = value * 10 + (s[i] - '0');
      }
    }
    if (length > 18) {
      return whole(s, from, length);
    }
    value = negative ? -value : value;
    return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }

  private static @Nullable JsonNode whole(char[] s, int from, int length) {
    if (length > LONGEST) {
      return null;
    }
    BigInteger value = new BigInteger(new String(s, from, length));
    return value.bitLength() < 64
        ? LongNode.valueOf(value.longValue())
        : BigIntegerNode.valueOf(value);
  }

  private static @Nullable JsonNode decimal(char[] s, int from, int length) {
    if (length > LONGEST) {
      return null;
    }
    try {
      return DecimalNode.valueOf(new BigDecimal(s, from, length));
    } catch (NumberFormatException beyondTheLargestExponent) {
      return null;
    }
  }

  /**
   * The value of a number in another notation: a plus sign, a missing zero, thousands in groups,
   * underscores. Null if it is not surely a number, as with leading zeros, which codes have.
   */
  static @Nullable JsonNode lenient(String token) {
    int length = token.length();
    if (length == 0 || length > LONGEST) {
      return null;
    }
    StringBuilder plain = new StringBuilder(length + 2);
    int i = 0;
    if (token.charAt(0) == '+' || token.charAt(0) == '-') {
      if (token.charAt(0) == '-') {
        plain.append('-');
      }
      i = 1;
    }
    boolean point = i < length && token.charAt(i) == '.';
    int first = point ? i + 1 : i;
    if (first >= length || !Chars.isDigit(token.charAt(first))) {
      return null;
    }
    if (point) {
      plain.append('0');
    }
    boolean fraction = false;
    for (; i < length; i++) {
      char c = token.charAt(i);
      if (c == '_' || c == ',') {
        if (fraction || !isSeparator(token, i)) {
          return null;
        }
        continue;
      }
      if (c == '.' || (c | 0x20) == 'e') {
        fraction = true;
        if (c == '.' && (i + 1 == length || (token.charAt(i + 1) | 0x20) == 'e')) {
          plain.append(".0");
          continue;
        }
      }
      plain.append(c);
    }
    char[] s = plain.toString().toCharArray();
    return end(s, 0, s.length) == s.length ? node(s, 0, s.length) : null;
  }

  /** Whether a comma or an underscore there separates digits, a comma groups of three. */
  private static boolean isSeparator(String token, int i) {
    if (i == 0 || i + 1 >= token.length() || !Chars.isDigit(token.charAt(i + 1))) {
      return false;
    }
    if (token.charAt(i) == '_') {
      return Chars.isDigit(token.charAt(i - 1));
    }
    int before = 0;
    while (before < i && Chars.isDigit(token.charAt(i - 1 - before))) {
      before++;
    }
    int after = 0;
    while (i + 1 + after < token.length() && Chars.isDigit(token.charAt(i + 1 + after))) {
      after++;
    }
    return before >= 1 && before <= 3 && after == 3;
  }
}
