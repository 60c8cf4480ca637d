package dev.ecomllm.extract;

import java.util.List;
import java.util.Objects;

/**
 * One attribute of a schema. Immutable; made by the factories and refined by the {@code with...}
 * copies.
 *
 * @param name as the shop calls it, such as {@code "color"}
 * @param type what its values are
 * @param description shown to the model; {@code ""} for none
 * @param values for ONE_OF and SEVERAL_OF the closed list; for the others examples, possibly none
 * @param unit for NUMBER the canonical unit, such as {@code "cm"}; {@code ""} for none
 * @param minimum for NUMBER the least value in that unit
 * @param maximum for NUMBER the greatest value in that unit
 * @param required whether a product without it is incomplete; a required value is still never
 *     invented
 * @param mustBeStated whether a value without evidence in the text is dropped; otherwise it is kept
 *     and marked INFERRED
 */
public record AttributeSpec(
    String name,
    Type type,
    String description,
    List<String> values,
    String unit,
    double minimum,
    double maximum,
    boolean required,
    boolean mustBeStated) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the name is blank, a closed list is empty, or the range is
   */
  public AttributeSpec {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(unit, "unit");
    values = List.copyOf(values);
    if (name.isBlank()) {
      throw new IllegalArgumentException("an attribute needs a name");
    }
    if ((type == Type.ONE_OF || type == Type.SEVERAL_OF) && values.isEmpty()) {
      throw new IllegalArgumentException("attribute '" + name + "' needs its list of values");
    }
    if (!(minimum <= maximum)) {
      throw new IllegalArgumentException(
          "attribute '" + name + "' has no value between " + minimum + " and " + maximum);
    }
  }

  /** What the values of an attribute are. */
  public enum Type {
    /** Any text. */
    TEXT,
    /** One of a closed list. */
    ONE_OF,
    /** Any number of a closed list. */
    SEVERAL_OF,
    /** A number, perhaps with a unit. */
    NUMBER,
    /** Yes or no. */
    BOOLEAN,
    /** Several texts. */
    LIST
  }

  private static AttributeSpec spec(String name, Type type, List<String> values, String unit) {
    return new AttributeSpec(
        name,
        type,
        "",
        values,
        unit,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        false,
        true);
  }

  /** Any text. */
  public static AttributeSpec text(String name) {
    return spec(name, Type.TEXT, List.of(), "");
  }

  /** One of a closed list. */
  public static AttributeSpec oneOf(String name, List<String> values) {
    return spec(name, Type.ONE_OF, values, "");
  }

  /** Any number of a closed list. */
  public static AttributeSpec severalOf(String name, List<String> values) {
    return spec(name, Type.SEVERAL_OF, values, "");
  }

  /** A number in a unit; {@code ""} for none. */
  public static AttributeSpec number(String name, String unit) {
    return spec(name, Type.NUMBER, List.of(), unit);
  }

  /** Yes or no. */
  public static AttributeSpec yesNo(String name) {
    return spec(name, Type.BOOLEAN, List.of(), "");
  }

  /** Several texts. */
  public static AttributeSpec list(String name) {
    return spec(name, Type.LIST, List.of(), "");
  }

  /** This attribute with a description for the model. */
  public AttributeSpec withDescription(String description) {
    return new AttributeSpec(
        name, type, description, values, unit, minimum, maximum, required, mustBeStated);
  }

  /** This attribute with example values (or another closed list). */
  public AttributeSpec withValues(List<String> values) {
    return new AttributeSpec(
        name, type, description, values, unit, minimum, maximum, required, mustBeStated);
  }

  /** This number attribute with a range, in its unit, both ends included. */
  public AttributeSpec withRange(double minimum, double maximum) {
    return new AttributeSpec(
        name, type, description, values, unit, minimum, maximum, required, mustBeStated);
  }

  /** This attribute, required or not. */
  public AttributeSpec withRequired(boolean required) {
    return new AttributeSpec(
        name, type, description, values, unit, minimum, maximum, required, mustBeStated);
  }

  /**
   * This attribute, with values that the text does not state dropped (true) or kept and marked
   * INFERRED (false).
   */
  public AttributeSpec withMustBeStated(boolean mustBeStated) {
    return new AttributeSpec(
        name, type, description, values, unit, minimum, maximum, required, mustBeStated);
  }
}
