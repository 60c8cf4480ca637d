package dev.ecomllm.taxonomy;

import dev.ecomllm.taxonomy.TaxonomyChange.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * From one version of a tree to another, by id: what changed, where stored results belong now, and
 * which products have to be classified again. Immutable and thread-safe.
 *
 * <p>A category that is gone was merged if a category of the same path or a sibling whose name
 * holds all words of its own is there instead, or if its parent has no children left. Whatever else
 * is gone was split if its parent has new children, else removed.
 */
public final class TaxonomyMigration {

  private final Taxonomy from;
  private final Taxonomy to;
  private final Map<Long, TaxonomyChange> byId = new LinkedHashMap<>();
  private final List<TaxonomyChange> changes;

  private TaxonomyMigration(Taxonomy from, Taxonomy to) {
    this.from = from;
    this.to = to;
    for (Category before : from.categories()) {
      byId.put(before.id(), change(before));
    }
    List<TaxonomyChange> differences = new ArrayList<>();
    for (TaxonomyChange change : byId.values()) {
      if (change.kind() != Kind.UNCHANGED) {
        differences.add(change);
      }
    }
    for (Category after : to.categories()) {
      if (isNew(after)) {
        differences.add(
            new TaxonomyChange(Kind.NEW, Optional.empty(), Optional.of(after), List.of()));
      }
    }
    changes = List.copyOf(differences);
  }

  /** The migration from one version to another. */
  public static TaxonomyMigration between(Taxonomy from, Taxonomy to) {
    return new TaxonomyMigration(from, to);
  }

  /** Everything that is not as it was: first the old tree's categories, then what is new. */
  public List<TaxonomyChange> changes() {
    return changes;
  }

  /** How many categories there are of each kind. */
  public Map<Kind, Long> counts() {
    Map<Kind, Long> counts =
        changes.stream()
            .collect(
                Collectors.groupingBy(
                    TaxonomyChange::kind, () -> new EnumMap<>(Kind.class), Collectors.counting()));
    long unchanged = byId.values().stream().filter(c -> c.kind() == Kind.UNCHANGED).count();
    counts.put(Kind.UNCHANGED, unchanged);
    return counts;
  }

  /**
   * What became of a category of the old tree.
   *
   * @throws IllegalArgumentException if the old tree has no such id
   */
  public TaxonomyChange of(long id) {
    TaxonomyChange change = byId.get(id);
    if (change == null) {
      throw new IllegalArgumentException("taxonomy " + from + " has no category with id " + id);
    }
    return change;
  }

  /**
   * The stored results that have to be asked again, and only those, as the iterator is read.
   *
   * @param categoryId the id, in the old tree, of a result's category
   */
  public <T> Iterator<T> askAgain(Iterator<T> stored, ToLongFunction<? super T> categoryId) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(stored, Spliterator.ORDERED), false)
        .filter(result -> of(categoryId.applyAsLong(result)).mustAskAgain())
        .iterator();
  }

  private TaxonomyChange change(Category before) {
    Optional<Category> same = to.byId(before.id());
    return same.isPresent() ? kept(before, same.get()) : gone(before);
  }

  private TaxonomyChange kept(Category before, Category after) {
    List<Category> added = to.children(after).stream().filter(this::isNew).toList();
    Kind kind;
    if (!added.isEmpty()) {
      kind = Kind.SPLIT;
    } else if (!from.parent(before).map(Category::id).equals(to.parent(after).map(Category::id))) {
      kind = Kind.MOVED;
    } else {
      kind = before.path().equals(after.path()) ? Kind.UNCHANGED : Kind.RENAMED;
    }
    return new TaxonomyChange(kind, Optional.of(before), Optional.of(after), added);
  }

  private TaxonomyChange gone(Category before) {
    Optional<Category> left = nearestLeft(before);
    List<Category> beside = left.map(to::children).orElse(to.roots());
    Optional<Category> took =
        to.byPath(before.path())
            .or(() -> left.isPresent() && beside.isEmpty() ? left : tookIn(before, beside));
    if (took.isPresent()) {
      return new TaxonomyChange(Kind.MERGED, Optional.of(before), took, List.of());
    }
    List<Category> added = beside.stream().filter(this::isNew).toList();
    return new TaxonomyChange(
        added.isEmpty() ? Kind.REMOVED : Kind.SPLIT, Optional.of(before), left, added);
  }

  /** The deepest ancestor whose id is still there. */
  private Optional<Category> nearestLeft(Category before) {
    Optional<Category> at = from.parent(before);
    while (at.isPresent() && to.byId(at.get().id()).isEmpty()) {
      at = from.parent(at.get());
    }
    return at.flatMap(category -> to.byId(category.id()));
  }

  /** A new or renamed category of which the name holds all words: "Hats" in "Hats and Caps". */
  private Optional<Category> tookIn(Category before, List<Category> beside) {
    Set<String> words = words(before);
    return beside.stream()
        .filter(c -> words(c).containsAll(words))
        .filter(c -> from.byId(c.id()).map(old -> !old.name().equals(c.name())).orElse(true))
        .findFirst();
  }

  private boolean isNew(Category category) {
    return from.byId(category.id()).isEmpty();
  }

  private static Set<String> words(Category category) {
    return new HashSet<>(
        Arrays.asList(category.name().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)));
  }
}
