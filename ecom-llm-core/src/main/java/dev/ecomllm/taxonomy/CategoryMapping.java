package dev.ecomllm.taxonomy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * From the shop's own tree to another, as a rule Google's, and back. Immutable and thread-safe.
 *
 * <p>The file has one line for each of the shop's categories that has a counterpart: its own id, a
 * comma or a tab, the other id. Blank lines and lines that start with {@code #} don't count. A
 * category without a line goes where its nearest ancestor with one goes.
 */
public final class CategoryMapping {

  private final Map<Category, Category> forward = new HashMap<>();
  private final Map<Category, Category> back = new HashMap<>();
  private final Taxonomy own;
  private final Taxonomy other;

  private CategoryMapping(Taxonomy own, Taxonomy other) {
    this.own = own;
    this.other = other;
  }

  /**
   * Reads a mapping file.
   *
   * @throws TaxonomyFormatException if a line cannot be read, or an id is not in its tree
   * @throws UncheckedIOException if the file cannot be read
   */
  public static CategoryMapping read(Path file, Taxonomy own, Taxonomy other) {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(lines, file.getFileName().toString(), own, other);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read mapping file " + file, e);
    }
  }

  /**
   * Reads a mapping. The reader is not closed.
   *
   * @param name what to call it in messages, such as the file's name
   * @throws TaxonomyFormatException if a line cannot be read, or an id is not in its tree
   * @throws UncheckedIOException if reading fails
   */
  public static CategoryMapping read(Reader source, String name, Taxonomy own, Taxonomy other) {
    CategoryMapping mapping = new CategoryMapping(own, other);
    BufferedReader lines = new BufferedReader(source);
    try {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          mapping.line(name, number, line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read mapping " + name, e);
    }
    return mapping;
  }

  private void line(String name, int number, String line) {
    String[] ids = line.strip().split("\\s*[,\t]\\s*", -1);
    if (ids.length != 2) {
      throw new TaxonomyFormatException(name, number, line, "expected 'own id, other id'");
    }
    Category from = category(own, ids[0], name, number, line);
    Category to = category(other, ids[1], name, number, line);
    if (forward.put(from, to) != null) {
      throw new TaxonomyFormatException(name, number, line, "the own id already has a line");
    }
    back.putIfAbsent(to, from);
  }

  private static Category category(Taxonomy tree, String id, String name, int number, String line) {
    try {
      Optional<Category> category = tree.byId(Long.parseLong(id));
      return category.orElseThrow(
          () -> new TaxonomyFormatException(name, number, line, id + " is not in " + tree));
    } catch (NumberFormatException e) {
      throw new TaxonomyFormatException(name, number, line, "an id must be a whole number");
    }
  }

  /** The other tree's category for one of the shop's own. */
  public Optional<Category> toOther(Category category) {
    return nearest(forward, own, category);
  }

  /**
   * The shop's own category for one of the other tree's; where several go there, that of the first
   * line.
   */
  public Optional<Category> toOwn(Category category) {
    return nearest(back, other, category);
  }

  private static Optional<Category> nearest(
      Map<Category, Category> map, Taxonomy tree, Category category) {
    Optional<Category> at = Optional.of(category);
    while (at.isPresent() && !map.containsKey(at.get())) {
      at = tree.parent(at.get());
    }
    return at.map(map::get);
  }
}
