package dev.ecomllm.extract;

import dev.ecomllm.extract.normal.AttributeKind;
import java.util.Optional;

/** Values of a closed list that have the same canonical name as a text: Grey and Gray. */
final class Canonical {

  private Canonical() {}

  static Optional<String> same(AttributeSpec spec, String text) {
    AttributeKind kind = AttributeKind.of(spec.name());
    Optional<String> name = kind.normalize(text);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return spec.values().stream().filter(value -> kind.normalize(value).equals(name)).findFirst();
  }
}
