package dev.ecomllm.extract;

import dev.ecomllm.extract.normal.AttributeKind;
import dev.ecomllm.extract.normal.Quantities;
import dev.ecomllm.extract.normal.Quantity;
import dev.ecomllm.extract.normal.Unit;
import java.util.Optional;

/** Puts the normal form beside a value. The value itself stays as the text states it. */
public final class ValueNormalizer {

  private ValueNormalizer() {}

  /** The value with its normal form, where it has one under this attribute. */
  public static ExtractedAttribute normalize(AttributeSpec spec, ExtractedAttribute attribute) {
    if (spec.type() == AttributeSpec.Type.ONE_OF
        || spec.type() == AttributeSpec.Type.SEVERAL_OF
        || spec.type() == AttributeSpec.Type.BOOLEAN) {
      return attribute; // the list's value is the normal form
    }
    Optional<Quantity> quantity =
        spec.type() == AttributeSpec.Type.NUMBER
            ? number(spec, attribute.value())
            : Quantities.parse(attribute.value());
    AttributeKind kind = AttributeKind.of(spec.name());
    Optional<String> name =
        spec.type() == AttributeSpec.Type.NUMBER
            ? Optional.empty()
            : kind.normalize(attribute.value());
    if (name.isPresent()) {
      return attribute.withNormalized(name.get(), "");
    }
    return quantity
        .filter(known -> spec.type() == AttributeSpec.Type.NUMBER || known.unit().isPresent())
        .map(known -> attribute.withNormalized(known.text(), known.symbol()))
        .orElse(attribute);
  }

  /** The value in the attribute's own unit; absent if it is no quantity that can be. */
  static Optional<Quantity> number(AttributeSpec spec, String value) {
    Optional<Quantity> quantity = Quantities.parse(value);
    if (quantity.isEmpty()) {
      quantity = Quantities.find(value).stream().map(Quantities.Found::quantity).findFirst();
    }
    Optional<Unit> unit = spec.unit().isEmpty() ? Optional.empty() : Unit.find(spec.unit());
    if (quantity.isEmpty() || unit.isEmpty()) {
      return quantity;
    }
    return quantity
        .filter(known -> known.unit().isEmpty() || known.dimension().equals(unit.get().dimension()))
        .map(known -> known.in(unit.get()));
  }
}
