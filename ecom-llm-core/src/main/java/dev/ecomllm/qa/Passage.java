package dev.ecomllm.qa;

import java.util.Objects;

/**
 * A piece of what is known of a product.
 *
 * @param text what it says
 * @param source where it comes from, such as {@code "description"}, {@code "review"}, {@code
 *     "manual"}; {@code ""} if unknown
 */
public record Passage(String text, String source) {

  /** Checks for null. */
  public Passage {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(source, "source");
  }
}
