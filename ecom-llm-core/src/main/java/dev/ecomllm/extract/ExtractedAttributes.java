package dev.ecomllm.extract;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The attributes of a product. One bad value does not lose the others. Immutable.
 *
 * @param productId whose
 * @param attributes in the schema's order, else in the order of the text
 * @param dropped what was answered and not kept
 * @param answeredBy the model's name, or {@code "embedded"}
 */
public record ExtractedAttributes(
    String productId,
    List<ExtractedAttribute> attributes,
    List<Dropped> dropped,
    String answeredBy) {

  /** Copies. */
  public ExtractedAttributes {
    Objects.requireNonNull(productId, "productId");
    Objects.requireNonNull(answeredBy, "answeredBy");
    attributes = List.copyOf(attributes);
    dropped = List.copyOf(dropped);
  }

  /** The first value of this attribute, if it has one. */
  public Optional<ExtractedAttribute> find(String name) {
    return attributes.stream().filter(attribute -> attribute.name().equals(name)).findFirst();
  }

  /** All values of this attribute. */
  public List<ExtractedAttribute> all(String name) {
    return attributes.stream().filter(attribute -> attribute.name().equals(name)).toList();
  }

  /**
   * Something that was answered and not kept.
   *
   * @param name the attribute's name as answered
   * @param reason why, without any text of the answer
   */
  public record Dropped(String name, String reason) {}
}
