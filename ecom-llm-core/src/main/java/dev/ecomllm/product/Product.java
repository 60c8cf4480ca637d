package dev.ecomllm.product;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A product as a shop lists it. Absent text is {@code ""}. The text is kept as given, to the
 * character, so that evidence offsets point into it; prompts and indexes clean their own copies.
 * Immutable and thread-safe.
 *
 * @param id the shop's id, not blank; it names the product in results, errors and journals
 * @param title the listing's title
 * @param description the longer text, possibly of megabytes
 * @param brand the brand as the shop's data states it
 * @param fields other fields by name, such as {@code "gtin"} or {@code "bullets"}, in the order
 *     given
 */
public record Product(
    String id, String title, String description, String brand, Map<String, String> fields) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the id is blank, or title and description both are
   */
  public Product {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(brand, "brand");
    if (id.isBlank()) {
      throw new IllegalArgumentException("a product needs an id that is not blank");
    }
    if (title.isBlank() && description.isBlank()) {
      throw new IllegalArgumentException(
          "product '" + id + "' has neither title nor description: there is nothing to read");
    }
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    fields.forEach(
        (name, text) -> {
          Objects.requireNonNull(name, "field name");
          Objects.requireNonNull(text, () -> "field " + name);
        });
  }

  /** A product of which only the title is known. */
  public static Product of(String id, String title) {
    return new Product(id, title, "", "", Map.of());
  }

  /** This product with another description. */
  public Product withDescription(String description) {
    return new Product(id, title, description, brand, fields);
  }

  /** This product with another brand. */
  public Product withBrand(String brand) {
    return new Product(id, title, description, brand, fields);
  }

  /** This product with one more field, or another text in it. */
  public Product withField(String name, String text) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(name, text);
    return new Product(id, title, description, brand, more);
  }

  /** The id alone: product text does not belong in logs. */
  @Override
  public String toString() {
    return "Product[" + id + "]";
  }
}
