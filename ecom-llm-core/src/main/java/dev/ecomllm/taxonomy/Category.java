package dev.ecomllm.taxonomy;

/**
 * A node of a {@link Taxonomy}. Only a taxonomy makes one, so a category that is not in a tree
 * cannot exist. Two are equal if they have the same id and come from taxonomies of the same name
 * and version. Immutable and thread-safe.
 */
public final class Category {

  private final Taxonomy taxonomy;
  private final long id;
  private final CategoryPath path;

  Category(Taxonomy taxonomy, long id, CategoryPath path) {
    this.taxonomy = taxonomy;
    this.id = id;
    this.path = path;
  }

  /** The id, stable across versions and languages of the tree: the thing to store. */
  public long id() {
    return id;
  }

  /** The names from the top of the tree down to this node. */
  public CategoryPath path() {
    return path;
  }

  /** The last name of the path. */
  public String name() {
    return path.leaf();
  }

  /** 1 for a top-level category. */
  public int depth() {
    return path.depth();
  }

  /** Whether this is the other node, or a node anywhere below it, of the same tree. */
  public boolean isAtOrBelow(Category other) {
    return path.startsWith(other.path) && taxonomy.isSameTree(other.taxonomy);
  }

  /** The tree that this node belongs to. */
  public Taxonomy taxonomy() {
    return taxonomy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Category that && id == that.id && taxonomy.isSameTree(that.taxonomy);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  /** {@code 328 - Electronics > Computers > Laptops}. */
  @Override
  public String toString() {
    return id + " - " + path;
  }
}
