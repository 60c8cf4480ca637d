package dev.ecomllm.classify;

import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A product and the categories to choose from.
 *
 * @param product the product
 * @param categories in the order in which they are shown, 1 to 19
 */
record Shortlist(Product product, List<Category> categories) {

  Shortlist {
    categories = List.copyOf(categories);
    if (categories.isEmpty() || categories.size() > Labels.MOST_CANDIDATES) {
      throw new IllegalArgumentException("a shortlist has 1 to 19, not " + categories.size());
    }
  }

  /**
   * In the order of the tree: it stands the same whatever a retriever thought, and puts side by
   * side what has to be told apart.
   */
  static Shortlist of(Product product, List<Category> categories) {
    return new Shortlist(
        product, categories.stream().sorted(Comparator.comparing(Shortlist::text)).toList());
  }

  private static String text(Category category) {
    return category.path().toString();
  }

  Shortlist reversed() {
    List<Category> reversed = new ArrayList<>(categories);
    Collections.reverse(reversed);
    return new Shortlist(product, reversed);
  }
}
