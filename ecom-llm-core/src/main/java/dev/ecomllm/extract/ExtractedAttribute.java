package dev.ecomllm.extract;

import java.util.Objects;
import java.util.Optional;

/**
 * One value of one attribute; an attribute with several values occurs several times.
 *
 * @param name the attribute's name
 * @param value the value as the text states it (or, for a closed list, the value of the list)
 * @param normalized the normal form, such as {@code "50"}, {@code "navy blue"}; absent where there
 *     is none
 * @param unit the unit of the normal form, such as {@code "cm"}; absent where there is none
 * @param evidence the piece of text that proves it; present exactly if it is STATED
 * @param support whether the text states it
 */
public record ExtractedAttribute(
    String name,
    String value,
    Optional<String> normalized,
    Optional<String> unit,
    Optional<Evidence> evidence,
    Support support) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the name or the value is blank, or evidence and support
   *     contradict each other
   */
  public ExtractedAttribute {
    Objects.requireNonNull(normalized, "normalized");
    Objects.requireNonNull(unit, "unit");
    if (name.isBlank() || value.isBlank()) {
      throw new IllegalArgumentException("an extracted attribute needs a name and a value");
    }
    if (evidence.isPresent() != (support == Support.STATED)) {
      throw new IllegalArgumentException("support " + support + " contradicts the evidence");
    }
  }

  /** A value that the text states. */
  public static ExtractedAttribute stated(String name, String value, Evidence evidence) {
    return new ExtractedAttribute(
        name, value, Optional.empty(), Optional.empty(), Optional.of(evidence), Support.STATED);
  }

  /** A value that the text does not state. */
  public static ExtractedAttribute inferred(String name, String value) {
    return new ExtractedAttribute(
        name, value, Optional.empty(), Optional.empty(), Optional.empty(), Support.INFERRED);
  }

  /** This value with its normal form; an empty unit means none. */
  public ExtractedAttribute withNormalized(String normalized, String unit) {
    return new ExtractedAttribute(
        name,
        value,
        Optional.of(normalized),
        unit.isEmpty() ? Optional.empty() : Optional.of(unit),
        evidence,
        support);
  }

  /** Whether the text states a value. */
  public enum Support {
    /** The evidence proves it. */
    STATED,
    /** Someone concluded it; the text does not say so. */
    INFERRED
  }
}
