package dev.ecomllm.extract;

import java.util.Objects;

/**
 * The piece of the product's text that proves a value.
 *
 * @param field the field it stands in: {@code "title"}, {@code "description"}, {@code "brand"} or
 *     the name of another field
 * @param start where it starts, in code points of that field, counted from 0
 * @param end where it ends, in code points, exclusive
 * @param text the piece itself, exactly as it stands there
 */
public record Evidence(String field, int start, int end, String text) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the offsets don't fit the text
   */
  public Evidence {
    Objects.requireNonNull(field, "field");
    if (start < 0 || end - start != text.codePointCount(0, text.length())) {
      throw new IllegalArgumentException(
          "evidence of " + text.length() + " characters cannot stand at " + start + " to " + end);
    }
  }

  /**
   * The piece of a field's text from one offset to another.
   *
   * @param start in UTF-16 units, as Java counts; the evidence counts code points
   * @param end in UTF-16 units, exclusive
   */
  public static Evidence at(String field, String text, int start, int end) {
    int first = text.codePointCount(0, start);
    String piece = text.substring(start, end);
    return new Evidence(field, first, first + piece.codePointCount(0, piece.length()), piece);
  }
}
