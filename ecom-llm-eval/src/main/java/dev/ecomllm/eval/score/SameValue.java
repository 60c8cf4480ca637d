package dev.ecomllm.eval.score;

import dev.ecomllm.extract.normal.AttributeKind;
import dev.ecomllm.extract.normal.Quantities;
import dev.ecomllm.extract.normal.Quantity;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether two values of an attribute mean the same: apart from case and spacing, as the same
 * quantity (1.5 l and 1500 ml, never 12.5 cm and 125 cm), or as the same colour, size, material,
 * gender or age.
 */
final class SameValue {

  private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private SameValue() {}

  static boolean test(String attribute, String one, String other) {
    if (plain(one).equals(plain(other))) {
      return true;
    }
    Optional<Quantity> quantity = Quantities.parse(one);
    if (quantity.isPresent()) {
      return Quantities.parse(other).filter(quantity.get()::isSameAs).isPresent();
    }
    AttributeKind kind = AttributeKind.of(attribute);
    Optional<String> name = kind.normalize(one);
    return name.isPresent() && name.equals(kind.normalize(other));
  }

  private static String plain(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return SPACE.matcher(composed).replaceAll(" ").strip();
  }
}
