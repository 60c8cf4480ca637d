package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.AttributeSpec;
import dev.ecomllm.extract.Evidence;
import dev.ecomllm.extract.EvidenceFinder;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.ValueNormalizer;
import dev.ecomllm.extract.normal.AttributeKind;
import dev.ecomllm.extract.normal.Gazetteer;
import dev.ecomllm.extract.normal.Quantities;
import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a text states plainly, under the names that shops commonly use. */
final class OpenRules {

  /** The description's end rarely states attributes, and costs as much to read as its start. */
  private static final int MOST_CHARACTERS = 10_000;

  private static final Pattern MODEL =
      Pattern.compile(
          "(?<![\\p{L}\\p{Nd}-])(?=[\\p{L}\\p{Nd}/-]*\\p{Lu})(?=[\\p{L}\\p{Nd}/-]*\\d)"
              + "\\p{L}[\\p{L}\\p{Nd}]*(?:[/-][\\p{L}\\p{Nd}]+)*(?![\\p{L}\\p{Nd}])");
  private static final Pattern CHARGING =
      Pattern.compile(
          "\\b(USB-C|USB Type-C|Micro[ -]USB|Lightning|MagSafe|Qi|wireless|solar|USB)"
              + "(?= charg)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CONNECTIVITY =
      Pattern.compile(
          "\\b(Bluetooth(?: \\d(?:\\.\\d)?)?|Wi-?Fi(?: 6E?| 7)?|HDMI|Ethernet|NFC|" + "Zigbee)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SEGMENT =
      Pattern.compile("[^,|(\\[;:–—]+?(?=\\s*(?:[,|(\\[;:–—]|\\s-\\s|$))");

  private final Product product;
  private final EvidenceFinder finder;
  private final Map<String, List<Evidence>> found = new LinkedHashMap<>();

  private OpenRules(Product product, EvidenceFinder finder) {
    this.product = product;
    this.finder = finder;
  }

  static List<ExtractedAttribute> read(Product product, EvidenceFinder finder) {
    OpenRules rules = new OpenRules(product, finder);
    rules.read();
    List<ExtractedAttribute> attributes = new ArrayList<>();
    rules.found.forEach(
        (name, places) -> places.forEach(place -> attributes.add(attribute(name, place))));
    return attributes;
  }

  private static ExtractedAttribute attribute(String name, Evidence place) {
    return ValueNormalizer.normalize(
        AttributeSpec.text(name), ExtractedAttribute.stated(name, place.text(), place));
  }

  private void read() {
    String title = product.title();
    Optional<Evidence> brand = StatedBrand.find(product, finder);
    brand.ifPresent(place -> add("brand", place));
    Optional<Evidence> model = model(title);
    model.ifPresent(place -> add("model", place));
    type(title, brand, model).ifPresent(place -> add("type", place));
    EvidenceFinder.fieldsOf(product).forEach(this::plain);
    Labels.in(product).forEach(this::labelled);
  }

  private void plain(String field, String whole) {
    String text = whole.substring(0, Math.min(whole.length(), MOST_CHARACTERS));
    kind("color", AttributeKind.COLOR, field, text);
    kind("size", AttributeKind.SIZE, field, text);
    kind("material", AttributeKind.MATERIAL, field, text);
    kind("gender", AttributeKind.GENDER, field, text);
    for (Quantities.Found quantity : Quantities.find(text)) {
      String name = QuantityNames.of(text, quantity);
      if (!name.isEmpty()) {
        addOnce(name, Evidence.at(field, text, quantity.start(), quantity.end()));
      }
    }
    pattern("charging", CHARGING, field, text);
    pattern("connectivity", CONNECTIVITY, field, text);
  }

  /** What one field states of a kind; a later field only where the earlier ones say nothing. */
  private void kind(String name, AttributeKind kind, String field, String text) {
    if (found.containsKey(name)) {
      return;
    }
    List<String> canonical = new ArrayList<>();
    for (Gazetteer.Found place : kind.find(text)) {
      if (!canonical.contains(place.canonical())) {
        canonical.add(place.canonical());
        add(name, Evidence.at(field, text, place.start(), place.end()));
      }
    }
  }

  private void pattern(String name, Pattern pattern, String field, String text) {
    Matcher matcher = pattern.matcher(text);
    if (matcher.find()) {
      addOnce(name, Evidence.at(field, text, matcher.start(1), matcher.end(1)));
    }
  }

  private void labelled(Labels.Labelled labelled) {
    addOnce(labelled.commonName(), labelled.evidence());
  }

  private static Optional<Evidence> model(String title) {
    Matcher matcher = MODEL.matcher(title);
    while (matcher.find()) {
      String text = matcher.group();
      boolean unit = Quantities.find(text).stream().anyMatch(q -> q.end() == text.length());
      if (!unit && text.length() > 2) {
        return Optional.of(Evidence.at("title", title, matcher.start(), matcher.end()));
      }
    }
    return Optional.empty();
  }

  /** What the title's first part calls the product, after brand and model. */
  private static Optional<Evidence> type(
      String title, Optional<Evidence> brand, Optional<Evidence> model) {
    Matcher segment = SEGMENT.matcher(title);
    if (!segment.find()) {
      return Optional.empty();
    }
    int start = Math.max(after(title, brand), after(title, model));
    int end = segment.end();
    while (start < end && !Character.isLetterOrDigit(title.codePointAt(start))) {
      start++;
    }
    if (start >= end) {
      return Optional.empty();
    }
    String text = title.substring(start, end);
    int words = text.split("\\s+", -1).length;
    boolean plain = text.codePoints().noneMatch(Character::isDigit);
    return words <= 5 && plain && brand.isPresent()
        ? Optional.of(Evidence.at("title", title, start, end))
        : Optional.empty();
  }

  private static int after(String title, Optional<Evidence> place) {
    return place
        .filter(e -> e.field().equals("title"))
        .map(e -> title.offsetByCodePoints(0, e.end()))
        .orElse(0);
  }

  private void add(String name, Evidence place) {
    found.computeIfAbsent(name, n -> new ArrayList<>()).add(place);
  }

  private void addOnce(String name, Evidence place) {
    found.computeIfAbsent(name, n -> new ArrayList<>(List.of(place)));
  }
}
