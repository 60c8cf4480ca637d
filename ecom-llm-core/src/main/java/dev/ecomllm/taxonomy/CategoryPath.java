package dev.ecomllm.taxonomy;

import java.util.ArrayList;
import java.util.List;

/**
 * The names from the top of a tree down to a category, such as {@code Electronics > Computers >
 * Laptops}. A path is only a name: it need not stand for a node of any taxonomy. Immutable.
 */
public final class CategoryPath {

  /** What stands between two names. */
  public static final String SEPARATOR = " > ";

  private final List<String> names;

  /** Kept: it stands in every prompt. */
  private final String text;

  /**
   * A path of these names.
   *
   * @param names at least one, none blank
   * @throws IllegalArgumentException if there is no name, or a blank one
   */
  public CategoryPath(List<String> names) {
    this.names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a category path needs at least one name");
    }
    for (String name : names) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a category path has a blank name: " + names);
      }
    }
    text = String.join(SEPARATOR, names);
  }

  /**
   * Reads {@code A > B > C}; white space around the names is dropped.
   *
   * @throws IllegalArgumentException if a name is blank
   */
  public static CategoryPath parse(String text) {
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int at = text.indexOf('>'); at >= 0; at = text.indexOf('>', start)) {
      names.add(text.substring(start, at).strip());
      start = at + 1;
    }
    names.add(text.substring(start).strip());
    return new CategoryPath(names);
  }

  /** From the top down, at least one. */
  public List<String> names() {
    return names;
  }

  /** The last name. */
  public String leaf() {
    return names.get(names.size() - 1);
  }

  /** How many names: 1 for a top-level category. */
  public int depth() {
    return names.size();
  }

  /**
   * The first names of this path.
   *
   * @param depth 1 to {@link #depth()}
   */
  public CategoryPath prefix(int depth) {
    return new CategoryPath(names.subList(0, depth));
  }

  /** Whether this path is the other one or goes on from it. */
  public boolean startsWith(CategoryPath other) {
    int depth = other.depth();
    if (depth > depth()) {
      return false;
    }
    // From the end: neighbours in a tree differ there.
    for (int i = depth - 1; i >= 0; i--) {
      if (!names.get(i).equals(other.names.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CategoryPath that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  /** {@code A > B > C}. */
  @Override
  public String toString() {
    return text;
  }
}
