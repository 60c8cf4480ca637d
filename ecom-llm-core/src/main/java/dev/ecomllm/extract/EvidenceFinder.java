package dev.ecomllm.extract;

import dev.ecomllm.extract.normal.AttributeKind;
import dev.ecomllm.extract.normal.Boundary;
import dev.ecomllm.extract.normal.Gazetteer;
import dev.ecomllm.extract.normal.Quantities;
import dev.ecomllm.extract.normal.Quantity;
import dev.ecomllm.extract.normal.Unit;
import dev.ecomllm.extract.normal.Words;
import dev.ecomllm.extract.normal.Words.Word;
import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a product's text states a value, as whole words: first exactly, then in any case,
 * then with other spacing, inflection or number words, then as the same quantity in other units.
 * One instance reads one product; not thread-safe.
 */
public final class EvidenceFinder {

  private static final Set<String> NEGATIONS = Set.of("not", "no", "non", "without", "never");

  private final List<Field> fields = new ArrayList<>();

  private static final class Field {
    final String name;
    final String text;
    @Nullable List<Word> words;
    @Nullable List<Quantities.Found> quantities;

    Field(String name, String text) {
      this.name = name;
      this.text = text;
    }

    List<Word> words() {
      List<Word> known = words;
      if (known == null) {
        known = Words.of(text);
        words = known;
      }
      return known;
    }

    List<Quantities.Found> quantities() {
      List<Quantities.Found> known = quantities;
      if (known == null) {
        known = Quantities.find(text);
        quantities = known;
      }
      return known;
    }
  }

  private EvidenceFinder(Product product) {
    fieldsOf(product).forEach((name, text) -> fields.add(new Field(name, text)));
  }

  /** A finder in this product's text. */
  public static EvidenceFinder in(Product product) {
    return new EvidenceFinder(product);
  }

  /** The product's fields that hold text, in the order of search: title, brand, others, text. */
  public static Map<String, String> fieldsOf(Product product) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("title", product.title());
    texts.put("brand", product.brand());
    product.fields().forEach(texts::putIfAbsent);
    texts.put("description", product.description());
    texts.values().removeIf(String::isBlank);
    return texts;
  }

  /** Where the text states this value; absent if it does not. */
  public Optional<Evidence> find(String value) {
    List<Evidence> all = all(value, 1);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  /** Up to that many places that state this value, the surest first. */
  public List<Evidence> all(String value, int most) {
    String wanted = value.strip();
    List<Evidence> found = new ArrayList<>();
    if (wanted.isEmpty()) {
      return found;
    }
    for (Field field : fields) {
      exact(field, field.text, wanted, most, found);
    }
    if (found.isEmpty()) {
      List<Word> words = Words.of(wanted);
      for (Field field : fields) {
        sameWords(field, words, most, found);
      }
    }
    if (found.isEmpty()) {
      sameQuantity(wanted, most, found);
    }
    return found;
  }

  /** Up to eight places that state this quantity, whatever the unit. */
  List<Evidence> quantities(String quantity) {
    List<Evidence> found = new ArrayList<>();
    sameQuantity(quantity, 8, found);
    return found;
  }

  /** Where the text names something of the same kind with the same canonical name: Grey, Gray. */
  public Optional<Evidence> canonical(AttributeKind kind, String value) {
    Optional<String> name = kind.normalize(value);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    for (Field field : fields) {
      for (Gazetteer.Found found : kind.find(field.text)) {
        if (found.canonical().equals(name.get())) {
          return Optional.of(Evidence.at(field.name, field.text, found.start(), found.end()));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether one of the two words before a place denies it: "not", "without". */
  public boolean isNegated(Evidence place) {
    List<Word> words = Words.of(before(place, 24));
    return words.subList(Math.max(0, words.size() - 2), words.size()).stream()
        .anyMatch(word -> NEGATIONS.contains(word.form()));
  }

  /**
   * The text right before a place, at most that many UTF-16 units; {@code ""} for no such field.
   */
  String before(Evidence place, int most) {
    for (Field field : fields) {
      if (field.name.equals(place.field())) {
        int end = field.text.offsetByCodePoints(0, place.start());
        return field.text.substring(Math.max(0, end - most), end);
      }
    }
    return "";
  }

  private static void exact(
      Field field, String text, String wanted, int most, List<Evidence> found) {
    for (int at = text.indexOf(wanted);
        at >= 0 && found.size() < most;
        at = text.indexOf(wanted, at + 1)) {
      int end = at + wanted.length();
      if (Boundary.isAt(text, at) && (Boundary.isAt(text, end) || isBeforeUnit(text, end))) {
        found.add(Evidence.at(field.name, text, at, end));
      }
    }
  }

  private static void sameWords(Field field, List<Word> wanted, int most, List<Evidence> found) {
    List<Word> words = field.words();
    for (int i = 0; i + wanted.size() <= words.size() && !wanted.isEmpty(); i++) {
      if (found.size() >= most) {
        return;
      }
      if (isAt(words, i, wanted)) {
        int start = words.get(i).start();
        int end = words.get(i + wanted.size() - 1).end();
        if (Boundary.isAt(field.text, start)
            && (Boundary.isAt(field.text, end) || isBeforeUnit(field.text, end))) {
          found.add(Evidence.at(field.name, field.text, start, end));
        }
      }
    }
  }

  private static boolean isAt(List<Word> words, int at, List<Word> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!words.get(at + i).form().equals(wanted.get(i).form())) {
        return false;
      }
    }
    return true;
  }

  private void sameQuantity(String wanted, int most, List<Evidence> found) {
    Optional<Quantity> quantity = Quantities.parse(wanted);
    if (quantity.isEmpty() || quantity.get().unit().isEmpty()) {
      return;
    }
    for (Field field : fields) {
      for (Quantities.Found stated : field.quantities()) {
        if (found.size() < most && stated.quantity().isSameAs(quantity.get())) {
          found.add(Evidence.at(field.name, field.text, stated.start(), stated.end()));
        }
      }
    }
  }

  /** Whether a number ends here and its unit follows without a space: 500ml. */
  private static boolean isBeforeUnit(String text, int at) {
    if (!Character.isDigit(text.codePointBefore(at)) || !Character.isLetter(text.charAt(at))) {
      return false;
    }
    int end = at;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return Boundary.isAt(text, end)
        && Unit.find(text.substring(at, end).toLowerCase(Locale.ROOT)).isPresent();
  }
}
