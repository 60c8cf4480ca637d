package dev.ecomllm.extract;

import dev.ecomllm.extract.ExtractedAttributes.Dropped;
import dev.ecomllm.extract.normal.AttributeKind;
import dev.ecomllm.extract.normal.Quantities;
import dev.ecomllm.extract.normal.Quantity;
import dev.ecomllm.extract.normal.Unit;
import dev.ecomllm.extract.normal.Words;
import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what was answered against the product's text. A value is proved by a piece of text that
 * states it and that is not about another attribute; what is not proved is inferred or dropped, as
 * its attribute says.
 */
final class Proof {

  /** Attributes of other names whose values may look like colours, materials or persons. */
  private static final Set<String> FREE =
      Set.of(
          "flavor",
          "scent",
          "fragrance",
          "title",
          "type",
          "theme",
          "pattern",
          "style",
          "finish",
          "feature",
          "name",
          "specialty");

  private final AttributeSchema schema;
  private final EvidenceFinder finder;
  private final List<Claim> claims = new ArrayList<>();
  private final List<Dropped> dropped = new ArrayList<>();

  Proof(Product product, AttributeSchema schema) {
    this.schema = schema;
    this.finder = EvidenceFinder.in(product);
  }

  private record Claim(AttributeSpec spec, String value, Optional<Evidence> evidence) {}

  /** Adds a value that was answered. */
  void claim(AttributeSpec spec, String value) {
    claims.add(new Claim(spec, value, evidence(spec, value)));
  }

  void drop(String name, String reason) {
    dropped.add(new Dropped(name, reason));
  }

  ExtractedAttributes judge(String productId, String answeredBy) {
    Map<String, List<Claim>> bySpan = new HashMap<>();
    for (Claim claim : claims) {
      claim
          .evidence()
          .ifPresent(
              found -> bySpan.computeIfAbsent(span(found), s -> new ArrayList<>()).add(claim));
    }
    List<ExtractedAttribute> kept = new ArrayList<>();
    for (Claim claim : claims) {
      if (claim.evidence().isEmpty()) {
        unproved(claim, "the text does not state it", kept);
      } else if (!isOwner(claim, bySpan.getOrDefault(span(claim.evidence().get()), List.of()))) {
        unproved(claim, "the words that state it are about another attribute", kept);
      } else {
        kept.add(stated(claim, claim.evidence().get()));
      }
    }
    return new ExtractedAttributes(productId, kept, dropped, answeredBy);
  }

  private static String span(Evidence evidence) {
    return evidence.field() + '\n' + evidence.start() + '\n' + evidence.end();
  }

  private void unproved(Claim claim, String reason, List<ExtractedAttribute> kept) {
    if (claim.spec().mustBeStated()) {
      drop(claim.spec().name(), reason);
    } else {
      kept.add(
          ValueNormalizer.normalize(
              claim.spec(), ExtractedAttribute.inferred(claim.spec().name(), claim.value())));
    }
  }

  private static ExtractedAttribute stated(Claim claim, Evidence evidence) {
    boolean listed =
        switch (claim.spec().type()) {
          case ONE_OF, SEVERAL_OF, BOOLEAN -> true;
          case TEXT, LIST, NUMBER -> false;
        };
    String value = listed ? claim.value() : evidence.text();
    return ValueNormalizer.normalize(
        claim.spec(), ExtractedAttribute.stated(claim.spec().name(), value, evidence));
  }

  private Optional<Evidence> evidence(AttributeSpec spec, String value) {
    if (spec.type() == AttributeSpec.Type.BOOLEAN) {
      return yesOrNo(spec, value.equals("yes"));
    }
    List<Evidence> places = new ArrayList<>();
    if (spec.type() == AttributeSpec.Type.NUMBER) {
      ValueNormalizer.number(spec, value)
          .map(Quantity::toString)
          .filter(text -> Quantities.parse(text).flatMap(Quantity::unit).isPresent())
          .ifPresent(text -> places.addAll(finder.quantities(text)));
    }
    places.addAll(finder.all(value, 8));
    if (places.isEmpty() && !spec.values().isEmpty()) {
      finder.canonical(AttributeKind.of(spec.name()), value).ifPresent(places::add);
    }
    return places.stream().filter(place -> !isAboutAnother(spec, place)).findFirst();
  }

  /** "Waterproof" proves yes; "not waterproof", "non-waterproof" and "without ..." prove no. */
  private Optional<Evidence> yesOrNo(AttributeSpec spec, boolean yes) {
    String name = spec.name().replace('_', ' ');
    String plain =
        name.startsWith("is ") || name.startsWith("has ")
            ? name.substring(name.indexOf(' ') + 1)
            : name;
    for (Evidence place : finder.all(plain, 8)) {
      if (finder.isNegated(place) != yes) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  /** Whether a place is labelled as another attribute, or its words are known to be one's. */
  private boolean isAboutAnother(AttributeSpec spec, Evidence place) {
    String label = label(finder.before(place, 60));
    boolean field = isName(place.field());
    for (AttributeSpec other : schema.attributes()) {
      if (!other.name().equals(spec.name()) && !isSameName(spec.name(), label)) {
        if (isSameName(other.name(), label)
            || (field
                && isSameName(other.name(), place.field())
                && !isSameName(spec.name(), place.field()))) {
          return true;
        }
      }
    }
    return fit(spec, place) < 0;
  }

  private static boolean isName(String field) {
    return !field.equals("title") && !field.equals("description");
  }

  private static boolean isSameName(String name, String label) {
    return !label.isEmpty() && Words.key(name.replace('_', ' ')).equals(label);
  }

  /** The words before a colon at the end of a text, as a key: "Frame color: " is "frame color". */
  private static String label(String before) {
    String text = before.stripTrailing();
    if (!text.endsWith(":")) {
      return "";
    }
    int start = text.length() - 1;
    while (start > 0 && ",;.|\n\r(".indexOf(text.charAt(start - 1)) < 0) {
      start--;
    }
    return Words.key(text.substring(start, text.length() - 1));
  }

  /** Among several attributes that the same words shall prove, the one they fit best, if one. */
  private boolean isOwner(Claim claim, List<Claim> same) {
    int own = fit(claim.spec(), claim.evidence().orElseThrow());
    for (Claim other : same) {
      if (!other.spec().name().equals(claim.spec().name())
          && fit(other.spec(), other.evidence().orElseThrow()) >= own) {
        return false;
      }
    }
    return true;
  }

  /** How well a piece of text fits an attribute: 2 known, 1 labelled, 0 open, -1 another's. */
  private int fit(AttributeSpec spec, Evidence place) {
    String text = place.text();
    if (isSameName(spec.name(), label(finder.before(place, 60)))
        || place.field().equals(spec.name())) {
      return 3;
    }
    if (spec.type() == AttributeSpec.Type.BOOLEAN || AnswerReader.listed(spec, text).isPresent()) {
      return 2;
    }
    if (spec.type() == AttributeSpec.Type.NUMBER) {
      Optional<Quantity> quantity = ValueNormalizer.number(spec, text);
      return quantity.isEmpty() ? -1 : quantity.get().unit().isPresent() ? 2 : 0;
    }
    AttributeKind kind = AttributeKind.of(spec.name());
    List<AttributeKind> known = AttributeKind.recognizing(text);
    if (known.contains(kind)) {
      return 2;
    }
    if (kind == AttributeKind.MODEL && text.chars().anyMatch(Character::isDigit)) {
      return Quantities.parse(text).flatMap(Quantity::unit).isPresent() ? 0 : 1;
    }
    if (kind == AttributeKind.BRAND && place.field().equals("title") && place.start() == 0) {
      return 1;
    }
    return isBrands(kind, place) || isAnothers(spec, kind, known, text) ? -1 : 0;
  }

  /** A title begins with the brand, and not with a colour or material that nobody knows. */
  private boolean isBrands(AttributeKind kind, Evidence place) {
    return place.field().equals("title")
        && place.start() == 0
        && kind != AttributeKind.OTHER
        && !schemaHas(List.of(AttributeKind.BRAND)).isEmpty();
  }

  /** Whether the schema has a number of this dimension, which a text of it then belongs to. */
  private boolean isNumbers(String text) {
    String dimension = Quantities.parse(text).map(Quantity::dimension).orElse("");
    return !dimension.isEmpty()
        && schema.attributes().stream()
            .filter(spec -> spec.type() == AttributeSpec.Type.NUMBER)
            .flatMap(spec -> Unit.find(spec.unit()).stream())
            .anyMatch(unit -> unit.dimension().equals(dimension));
  }

  private boolean isAnothers(
      AttributeSpec spec, AttributeKind kind, List<AttributeKind> known, String text) {
    boolean quantity =
        Quantities.parse(text).flatMap(Quantity::unit).isPresent()
            && text.chars().anyMatch(Character::isDigit);
    if (quantity
        && (kind == AttributeKind.COLOR
            || kind == AttributeKind.MATERIAL
            || kind == AttributeKind.GENDER
            || kind == AttributeKind.BRAND)) {
      return true;
    }
    if (kind != AttributeKind.OTHER && isNumbers(text)) {
      return true;
    }
    if (schema.attributes().stream()
        .anyMatch(
            other ->
                !other.name().equals(spec.name())
                    && other.values().stream()
                        .anyMatch(value -> Words.key(value).equals(Words.key(text))))) {
      return true;
    }
    if (known.isEmpty()) {
      return false;
    }
    if (kind != AttributeKind.OTHER) {
      return kind != AttributeKind.BRAND || !schemaHas(known).isEmpty();
    }
    String name = Words.key(spec.name().replace('_', ' '));
    boolean free = FREE.stream().anyMatch(word -> (" " + name + " ").contains(" " + word + " "));
    return !free && !schemaHas(known).isEmpty();
  }

  private List<AttributeSpec> schemaHas(List<AttributeKind> kinds) {
    return schema.attributes().stream()
        .filter(spec -> kinds.contains(AttributeKind.of(spec.name())))
        .toList();
  }
}
