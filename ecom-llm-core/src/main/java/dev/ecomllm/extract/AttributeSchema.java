package dev.ecomllm.extract;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The attributes that a kind of product has. Immutable.
 *
 * @param attributes in the order in which they are asked for; none means open: any attribute that
 *     the text states
 */
public record AttributeSchema(List<AttributeSpec> attributes) {

  /** No closed list: any attribute that the text states, under common names. */
  public static final AttributeSchema OPEN = new AttributeSchema(List.of());

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if two attributes have one name
   */
  public AttributeSchema {
    attributes = List.copyOf(attributes);
    Set<String> names = new HashSet<>();
    for (AttributeSpec attribute : attributes) {
      if (!names.add(attribute.name())) {
        throw new IllegalArgumentException("attribute '" + attribute.name() + "' stands twice");
      }
    }
  }

  /** A schema of these attributes. */
  public static AttributeSchema of(AttributeSpec... attributes) {
    return new AttributeSchema(Arrays.asList(attributes));
  }

  /** A schema of optional text attributes. */
  public static AttributeSchema ofNames(List<String> names) {
    return new AttributeSchema(names.stream().map(AttributeSpec::text).toList());
  }

  /** Whether any attribute may be extracted. */
  public boolean isOpen() {
    return attributes.isEmpty();
  }

  /** The attribute of exactly this name, if the schema has it. */
  public Optional<AttributeSpec> find(String name) {
    return attributes.stream().filter(attribute -> attribute.name().equals(name)).findFirst();
  }
}
