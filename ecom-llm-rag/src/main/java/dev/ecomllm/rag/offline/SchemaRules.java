package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.AttributeSpec;
import dev.ecomllm.extract.Evidence;
import dev.ecomllm.extract.EvidenceFinder;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.ValueNormalizer;
import dev.ecomllm.extract.normal.AttributeKind;
import dev.ecomllm.extract.normal.Gazetteer;
import dev.ecomllm.extract.normal.Quantities;
import dev.ecomllm.extract.normal.Unit;
import dev.ecomllm.extract.normal.Words;
import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a text states plainly of attributes that are asked for. */
final class SchemaRules {

  private static final int MOST_CHARACTERS = 10_000;

  private final Product product;
  private final EvidenceFinder finder;
  private final Map<String, String> texts;
  private final List<Labels.Labelled> labelled;

  private SchemaRules(Product product, EvidenceFinder finder) {
    this.product = product;
    this.finder = finder;
    this.texts = EvidenceFinder.fieldsOf(product);
    this.labelled = Labels.in(product);
  }

  static List<ExtractedAttribute> read(
      Product product, List<AttributeSpec> specs, EvidenceFinder finder) {
    SchemaRules rules = new SchemaRules(product, finder);
    List<ExtractedAttribute> attributes = new ArrayList<>();
    for (AttributeSpec spec : specs) {
      for (ExtractedAttribute found : rules.read(spec)) {
        attributes.add(ValueNormalizer.normalize(spec, found));
      }
    }
    return attributes;
  }

  private List<ExtractedAttribute> read(AttributeSpec spec) {
    return switch (spec.type()) {
      case ONE_OF -> listed(spec, 1);
      case SEVERAL_OF -> listed(spec, Integer.MAX_VALUE);
      case NUMBER -> number(spec).map(place -> stated(spec, place)).stream().toList();
      case BOOLEAN -> yesOrNo(spec);
      case TEXT -> places(spec).stream().limit(1).map(place -> stated(spec, place)).toList();
      case LIST -> places(spec).stream().map(place -> stated(spec, place)).toList();
    };
  }

  private static ExtractedAttribute stated(AttributeSpec spec, Evidence place) {
    return ExtractedAttribute.stated(spec.name(), place.text(), place);
  }

  private List<ExtractedAttribute> listed(AttributeSpec spec, int most) {
    List<ExtractedAttribute> found = new ArrayList<>();
    AttributeKind kind = AttributeKind.of(spec.name());
    for (String value : spec.values()) {
      Optional<Evidence> place = finder.find(value);
      if (place.isEmpty()) {
        place = finder.canonical(kind, value);
      }
      place.ifPresent(
          evidence -> found.add(ExtractedAttribute.stated(spec.name(), value, evidence)));
    }
    if (found.size() > most) {
      // The longest value says most: "navy blue" rather than "blue".
      found.sort((a, b) -> Integer.compare(b.value().length(), a.value().length()));
      return found.subList(0, most);
    }
    return found;
  }

  private List<Evidence> places(AttributeSpec spec) {
    AttributeKind kind = AttributeKind.of(spec.name());
    if (kind == AttributeKind.BRAND) {
      return StatedBrand.find(product, finder).stream().toList();
    }
    List<Evidence> places = new ArrayList<>(labelled(spec));
    if (places.isEmpty()) {
      places.addAll(ofKind(kind));
    }
    if (places.isEmpty()) {
      spec.values().forEach(value -> finder.find(value).ifPresent(places::add));
    }
    if (places.isEmpty() && kind == AttributeKind.OTHER) {
      Set<String> dimensions = QuantityNames.dimensions(spec.name());
      quantity(spec.name(), dimensions).ifPresent(places::add);
    }
    return places;
  }

  private List<Evidence> labelled(AttributeSpec spec) {
    String key = Words.key(spec.name().replace('_', ' '));
    return labelled.stream()
        .filter(place -> place.label().equals(key))
        .map(Labels.Labelled::evidence)
        .toList();
  }

  private List<Evidence> ofKind(AttributeKind kind) {
    for (Map.Entry<String, String> field : texts.entrySet()) {
      List<Gazetteer.Found> found = kind.find(field.getValue());
      if (!found.isEmpty()) {
        return found.stream()
            .map(p -> Evidence.at(field.getKey(), field.getValue(), p.start(), p.end()))
            .toList();
      }
    }
    return List.of();
  }

  private Optional<Evidence> number(AttributeSpec spec) {
    for (Evidence place : labelled(spec)) {
      if (Quantities.parse(place.text()).isPresent() && inRange(spec, place.text())) {
        return Optional.of(place);
      }
    }
    Optional<Unit> unit = spec.unit().isEmpty() ? Optional.empty() : Unit.find(spec.unit());
    return unit.flatMap(known -> quantity(spec.name(), Set.of(known.dimension())))
        .filter(place -> inRange(spec, place.text()));
  }

  private static boolean inRange(AttributeSpec spec, String text) {
    Optional<String> number =
        ValueNormalizer.normalize(spec, ExtractedAttribute.inferred(spec.name(), text))
            .normalized();
    return number.isPresent()
        && Quantities.parse(number.get()).stream()
            .flatMap(quantity -> quantity.numbers().stream())
            .allMatch(n -> n.doubleValue() >= spec.minimum() && n.doubleValue() <= spec.maximum());
  }

  /** A quantity that the words beside it or its common name give to the attribute. */
  private Optional<Evidence> quantity(String attribute, Set<String> dimensions) {
    Set<String> words =
        Set.copyOf(Arrays.asList(Words.key(attribute.replace('_', ' ')).split(" ", -1)));
    Optional<Evidence> second = Optional.empty();
    for (Map.Entry<String, String> field : texts.entrySet()) {
      String whole = field.getValue();
      String text = whole.substring(0, Math.min(whole.length(), MOST_CHARACTERS));
      for (Quantities.Found found : Quantities.find(text)) {
        if (dimensions.contains(found.quantity().dimension())) {
          Evidence place = Evidence.at(field.getKey(), text, found.start(), found.end());
          String name = QuantityNames.of(text, found);
          boolean beside = QuantityNames.neighbors(text, found).stream().anyMatch(words::contains);
          if (beside
              || Words.key(name.replace('_', ' ')).equals(Words.key(attribute.replace('_', ' ')))) {
            return Optional.of(place);
          }
          boolean taken = QuantityNames.isNamedByNeighbor(name);
          if (second.isEmpty() && !taken) {
            second = Optional.of(place);
          }
        }
      }
    }
    return second;
  }

  private List<ExtractedAttribute> yesOrNo(AttributeSpec spec) {
    String name = spec.name().replace('_', ' ').replaceFirst("^(?:is|has) ", "");
    return finder
        .find(name)
        .map(
            place ->
                ExtractedAttribute.stated(
                    spec.name(), finder.isNegated(place) ? "no" : "yes", place))
        .stream()
        .toList();
  }
}
