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
}
