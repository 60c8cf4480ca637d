package dev.ecomllm.taxonomy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tree of categories. Google's Product Taxonomy is built in, in two versions; any file in its
 * format can be read. Immutable and thread-safe; a loaded tree of 5,595 nodes takes about 3 MB.
 */
public final class Taxonomy {

  private final String name;
  private final String version;
  private final Map<Long, Category> byId;
  private final Map<String, Category> byPath;
  private final Map<Long, Category> parents = new HashMap<>();
  private final Map<Long, List<Category>> children;
  private final List<Category> roots;
  private final List<Category> all;

  /** Takes rows that are complete: every parent is there. Order is kept. */
  Taxonomy(String name, String version, List<TaxonomyReader.Row> rows) {
    this.name = name;
    this.version = version;
    byId = new HashMap<>(rows.size() * 2);
    byPath = new HashMap<>(rows.size() * 2);
    children = new HashMap<>();
    List<Category> inOrder = new ArrayList<>(rows.size());
    for (TaxonomyReader.Row row : rows) {
      Category category = new Category(this, row.id(), row.path());
      inOrder.add(category);
      byId.put(row.id(), category);
      byPath.put(row.path().toString(), category);
    }
    List<Category> tops = new ArrayList<>();
    for (Category category : inOrder) {
      if (category.depth() == 1) {
        tops.add(category);
        continue;
      }
      Category parent = byPath.get(category.path().prefix(category.depth() - 1).toString());
      if (parent != null) {
        parents.put(category.id(), parent);
        children.computeIfAbsent(parent.id(), id -> new ArrayList<>()).add(category);
      }
    }
    children.replaceAll((id, list) -> List.copyOf(list));
    roots = List.copyOf(tops);
    all = Collections.unmodifiableList(inOrder);
  }

  /** Google's current tree, version 2021-09-21: 5,595 nodes, en-US. Loaded once. */
  public static Taxonomy google() {
    return Builtin.CURRENT;
  }

  /**
   * A built-in version of Google's tree.
   *
   * @param version {@code "2021-09-21"} or {@code "2019-07-10"}
   * @throws IllegalArgumentException for any other
   */
  public static Taxonomy google(String version) {
    return switch (version) {
      case "2021-09-21" -> Builtin.CURRENT;
      case "2019-07-10" -> Previous.TREE;
      default ->
          throw new IllegalArgumentException(
              "no built-in Google taxonomy of version '"
                  + version
                  + "'; there are 2021-09-21 and 2019-07-10, and Taxonomy.read takes any other as a file");
    };
  }

  /**
   * Reads a file in Google's format: an optional first line {@code #
   * Google_Product_Taxonomy_Version: 2021-09-21}, then lines {@code ID - A > B > C}, in any order.
   *
   * @throws TaxonomyFormatException if a line cannot be read; it names file, line and text
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Taxonomy read(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(reader, file.getFileName().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read taxonomy file " + file, e);
    }
  }

  /**
   * Reads a tree in Google's format. The reader is not closed.
   *
   * @param name what to call the tree in messages, such as the file's name
   * @throws TaxonomyFormatException if a line cannot be read
   * @throws UncheckedIOException if reading fails
   */
  public static Taxonomy read(Reader reader, String name) {
    return TaxonomyReader.read(reader, name);
  }

  /** {@code "google"} for the built-in trees, else the file's name. */
  public String name() {
    return name;
  }

  /** The version that the file's first line states, or {@code ""}. */
  public String version() {
    return version;
  }

  /** How many nodes. */
  public int size() {
    return all.size();
  }

  /** Every node, in the file's order. */
  public List<Category> categories() {
    return all;
  }

  /** The top-level nodes, in the file's order. */
  public List<Category> roots() {
    return roots;
  }

  /** The node with this id, if there is one. */
  public Optional<Category> byId(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The node with exactly this path (case and spelling count), if there is one. */
  public Optional<Category> byPath(CategoryPath path) {
    return Optional.ofNullable(byPath.get(path.toString()));
  }

  /** The node with exactly this path, if there is one; a text that is no path has none. */
  public Optional<Category> byPath(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /**
   * The node with this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Category require(long id) {
    Category category = byId.get(id);
    if (category == null) {
      throw new IllegalArgumentException("taxonomy " + this + " has no category with id " + id);
    }
    return category;
  }

  /** The nodes right below, in the file's order; none for a leaf. */
  public List<Category> children(Category category) {
    return children.getOrDefault(category.id(), List.of());
  }

  /** Whether nothing is below the node. */
  public boolean isLeaf(Category category) {
    return !children.containsKey(category.id());
  }

  /** The node right above; empty for a top-level node. */
  public Optional<Category> parent(Category category) {
    return Optional.ofNullable(parents.get(category.id()));
  }

  /** The nodes above, from the top of the tree down to the parent; none for a top-level node. */
  public List<Category> ancestors(Category category) {
    List<Category> above = new ArrayList<>();
    for (Optional<Category> at = parent(category); at.isPresent(); at = parent(at.get())) {
      above.add(0, at.get());
    }
    return above;
  }

  /** Whether the category is a node of this tree. */
  public boolean contains(Category category) {
    return isSameTree(category.taxonomy());
  }

  /** Whether the other has the same name and version, and so the same nodes. */
  boolean isSameTree(Taxonomy other) {
    return this == other || (name.equals(other.name) && version.equals(other.version));
  }

  /** Name and version, such as {@code google 2021-09-21}: what results and files say. */
  public String identity() {
    return version.isEmpty() ? name : name + " " + version;
  }

  /** {@code google 2021-09-21 (5595 categories)}. */
  @Override
  public String toString() {
    return identity() + " (" + size() + " categories)";
  }

  private static Taxonomy builtin(String version) {
    String file = "google-" + version + ".en-US.txt";
    try (InputStream in = Taxonomy.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("resource " + file + " is missing from the jar");
      }
      return TaxonomyReader.read(new InputStreamReader(in, StandardCharsets.UTF_8), "google");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + file, e);
    }
  }

  /** Loads the current tree on first use. */
  private static final class Builtin {
    static final Taxonomy CURRENT = builtin("2021-09-21");
  }

  /** Loads the previous tree on first use. */
  private static final class Previous {
    static final Taxonomy TREE = builtin("2019-07-10");
  }
}
