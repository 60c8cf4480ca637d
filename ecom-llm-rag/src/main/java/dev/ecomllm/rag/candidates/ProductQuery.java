package dev.ecomllm.rag.candidates;

import dev.ecomllm.product.Product;

/**
 * The part of a product's text that says what it is: the title, and the start of the description.
 */
final class ProductQuery {

  private static final int MOST_TITLE = 500;
  private static final int MOST_DESCRIPTION = 300;

  private ProductQuery() {}

  static String text(Product product) {
    String text = start(product.title(), MOST_TITLE);
    String more = start(product.description(), MOST_DESCRIPTION);
    return more.isEmpty() ? text : (text + " " + more).strip();
  }

  private static String start(String text, int most) {
    String whole = text.strip();
    if (whole.length() <= most) {
      return whole;
    }
    return whole.substring(0, Character.isHighSurrogate(whole.charAt(most - 1)) ? most - 1 : most);
  }
}
