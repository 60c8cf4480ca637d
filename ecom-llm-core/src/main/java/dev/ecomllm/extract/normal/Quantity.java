package dev.ecomllm.extract.normal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A number with its unit, several that belong together, or a pack of them.
 *
 * @param shape how the numbers belong together
 * @param count how many in a pack; 1 where it is none
 * @param numbers one, two for a range, two or three for dimensions
 * @param unit of all numbers; absent for a bare number
 */
public record Quantity(
    Shape shape, BigDecimal count, List<BigDecimal> numbers, Optional<Unit> unit) {

  /** How the numbers belong together. */
  public enum Shape {
    /** One number. */
    ONE,
    /** From the first to the second. */
    RANGE,
    /** Length by width, perhaps by height. */
    DIMENSIONS
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there are not as many numbers as the shape has
   */
  public Quantity {
    Objects.requireNonNull(count, "count");
    Objects.requireNonNull(unit, "unit");
    numbers = List.copyOf(numbers);
    boolean fits =
        switch (shape) {
          case ONE -> numbers.size() == 1;
          case RANGE -> numbers.size() == 2;
          case DIMENSIONS -> numbers.size() == 2 || numbers.size() == 3;
        };
    if (!fits) {
      throw new IllegalArgumentException(shape + " does not have " + numbers.size() + " numbers");
    }
  }

  static Quantity one(BigDecimal number, Optional<Unit> unit) {
    return new Quantity(Shape.ONE, BigDecimal.ONE, List.of(number), unit);
  }

  Quantity packed(BigDecimal count) {
    return new Quantity(shape, count, numbers, unit);
  }

  /** What the unit measures, such as {@code "length"}; {@code ""} for a bare number. */
  public String dimension() {
    return unit.map(Unit::dimension).orElse("");
  }

  /**
   * This in another unit; a bare number gets the unit.
   *
   * @throws IllegalArgumentException if the unit measures something else
   */
  public Quantity in(Unit other) {
    List<BigDecimal> converted = new ArrayList<>();
    for (BigDecimal number : numbers) {
      converted.add(unit.map(own -> own.convert(number, other)).orElse(number));
    }
    return new Quantity(shape, count, converted, Optional.of(other));
  }

  /**
   * The numbers alone, in their normal form: {@code "50"}, {@code "5-10"}, {@code "10 x 20 x 5"},
   * {@code "2 x 500"}.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (count.compareTo(BigDecimal.ONE) != 0) {
      text.append(count.toPlainString()).append(" x ");
    }
    String between = shape == Shape.RANGE ? "-" : " x ";
    for (int i = 0; i < numbers.size(); i++) {
      text.append(i == 0 ? "" : between).append(numbers.get(i).toPlainString());
    }
    return text.toString();
  }

  /** The symbol of the unit; {@code ""} for a bare number. */
  public String symbol() {
    return unit.map(Unit::symbol).orElse("");
  }

  /** Whether both mean the same, to a part in a million, whatever their units. */
  public boolean isSameAs(Quantity other) {
    if (shape != other.shape
        || count.compareTo(other.count) != 0
        || numbers.size() != other.numbers.size()
        || !dimension().equals(other.dimension())) {
      return false;
    }
    Quantity same = unit.map(other::in).orElse(other);
    for (int i = 0; i < numbers.size(); i++) {
      double a = numbers.get(i).doubleValue();
      double b = same.numbers.get(i).doubleValue();
      if (Math.abs(a - b) > 1e-6 * Math.max(Math.abs(a), Math.abs(b))) {
        return false;
      }
    }
    return true;
  }

  /** {@code 2 x 500 ml}. */
  @Override
  public String toString() {
    return unit.map(own -> text() + " " + own.symbol()).orElseGet(this::text);
  }
}
