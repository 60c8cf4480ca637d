package dev.ecomllm.extract.normal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Colours and their canonical names. */
public final class Colors {

  private static final Gazetteer NAMES = Gazetteer.resource(Colors.class, "colors.tsv");

  private Colors() {}

  /** The colours that a text names. */
  public static List<Gazetteer.Found> find(String text) {
    return NAMES.find(text);
  }

  /**
   * The canonical name of a colour, such as {@code "navy blue"} for {@code "Navy"}, or several with
   * slashes between: {@code "black/red"}. Absent if the text names none.
   */
  public static Optional<String> normalize(String text) {
    Optional<String> whole = NAMES.canonical(text);
    if (whole.isPresent()) {
      return whole;
    }
    Set<String> names = new LinkedHashSet<>();
    NAMES.find(text).forEach(found -> names.add(found.canonical()));
    return names.isEmpty() ? Optional.empty() : Optional.of(String.join("/", names));
  }
}
