package dev.ecomllm.taxonomy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a category in another version of its tree.
 *
 * @param kind what happened
 * @param before the category as it was; empty if it is new
 * @param after where its products belong now: the category itself or what took it in; for one that
 *     is gone, the deepest of its ancestors that is left, if any is
 * @param candidates for SPLIT, the new categories that a product may belong to now
 */
public record TaxonomyChange(
    Kind kind, Optional<Category> before, Optional<Category> after, List<Category> candidates) {

  /** What happened to a category. */
  public enum Kind {
    /** Nothing. */
    UNCHANGED,
    /** The same id stands for the same thing; a name on its path is another. */
    RENAMED,
    /** The same id has another parent. */
    MOVED,
    /** The id is gone, and another category has taken in all of it. */
    MERGED,
    /** New categories below it, or in its place, may fit a product better. */
    SPLIT,
    /** The id is gone, and nothing says where its products belong. */
    REMOVED,
    /** The id is new. */
    NEW
  }

  /** Checks and copies. */
  public TaxonomyChange {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    candidates = List.copyOf(candidates);
  }

  /** Whether a product of this category has to be classified again. */
  public boolean mustAskAgain() {
    return kind == Kind.SPLIT || kind == Kind.REMOVED;
  }

  /** {@code RENAMED 1093 Sporting Goods > A -> Sporting Goods > B}, on one line. */
  @Override
  public String toString() {
    Category named = before.or(() -> after).orElseThrow();
    String text = kind + " " + named.id() + " " + named.path();
    if (before.isPresent() && after.isPresent() && !after.get().path().equals(named.path())) {
      text += " -> " + after.get().path();
    }
    return text;
  }
}
