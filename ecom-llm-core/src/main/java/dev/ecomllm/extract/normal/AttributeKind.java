package dev.ecomllm.extract.normal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an attribute is about, as its name tells: it decides how values are recognised. */
public enum AttributeKind {
  /** Who makes it. */
  BRAND,
  /** Its model name or number. */
  MODEL,
  /** Its colour. */
  COLOR,
  /** Its size, as a letter, a number or a measure. */
  SIZE,
  /** What it is made of. */
  MATERIAL,
  /** For whom. */
  GENDER,
  /** For which age. */
  AGE_GROUP,
  /** Something else. */
  OTHER;

  private static final Gazetteer MATERIALS =
      Gazetteer.resource(AttributeKind.class, "materials.tsv");
  private static final Gazetteer GENDERS = Gazetteer.resource(AttributeKind.class, "genders.tsv");
  private static final Gazetteer AGES = Gazetteer.resource(AttributeKind.class, "ages.tsv");

  /** The kind of an attribute of this name, such as COLOR for {@code "Frame Color"}. */
  public static AttributeKind of(String name) {
    String key = Words.key(name.replace('_', ' ').replaceAll("\\(.*?\\)", " ").strip());
    Set<String> words = Set.copyOf(Arrays.asList(key.split(" ", -1)));
    if (words.contains("color")) {
      return COLOR;
    } else if (words.contains("material") || words.contains("fabric")) {
      return MATERIAL;
    } else if (words.contains("brand") || key.equals("manufacturer")) {
      return BRAND;
    } else if (words.contains("gender") || words.contains("sex") || key.equals("department")) {
      return GENDER;
    } else if (key.equals("age") || key.equals("age group") || key.equals("age range")) {
      return AGE_GROUP;
    } else if (words.contains("model") || words.contains("mpn")) {
      return MODEL;
    } else if (key.equals("size") || (key.endsWith(" size") && !isMeasure(words))) {
      return SIZE;
    }
    return OTHER;
  }

  private static boolean isMeasure(Set<String> words) {
    return words.contains("screen") || words.contains("pack") || words.contains("package");
  }

  /** The values of this kind that a text names; none for a kind without a list. */
  public List<Gazetteer.Found> find(String text) {
    return switch (this) {
      case COLOR -> Colors.find(text);
      case SIZE -> Sizes.find(text);
      case MATERIAL -> MATERIALS.find(text);
      case GENDER -> GENDERS.find(text);
      case AGE_GROUP -> AGES.find(text);
      case BRAND, MODEL, OTHER -> List.of();
    };
  }

  /** The canonical name of a value of this kind; absent if it is none that is known. */
  public Optional<String> normalize(String value) {
    return switch (this) {
      case COLOR -> Colors.normalize(value);
      case SIZE -> Sizes.normalize(value);
      case MATERIAL -> one(MATERIALS, value);
      case GENDER -> one(GENDERS, value);
      case AGE_GROUP -> one(AGES, value);
      case BRAND, MODEL, OTHER -> Optional.empty();
    };
  }

  /** The kinds that know a whole value. */
  public static List<AttributeKind> recognizing(String value) {
    List<AttributeKind> kinds = new ArrayList<>();
    for (AttributeKind kind : values()) {
      List<Gazetteer.Found> found = kind.find(value);
      boolean labelled = kind == SIZE && Words.key(value).startsWith("size ");
      if (labelled && Sizes.normalize(value).isPresent()) {
        kinds.add(kind);
      } else if (found.size() == 1 && Words.key(value).equals(keyOf(value, found.get(0)))) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static String keyOf(String text, Gazetteer.Found found) {
    return Words.key(text.substring(found.start(), found.end()));
  }

  private static Optional<String> one(Gazetteer names, String value) {
    Optional<String> whole = names.canonical(value);
    if (whole.isPresent()) {
      return whole;
    }
    List<Gazetteer.Found> found = names.find(value);
    return found.size() == 1 ? Optional.of(found.get(0).canonical()) : Optional.empty();
  }
}
