package dev.ecomllm.classify;

import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Searches the whole tree from the top, one level after the other. The children of a wide node are
 * shown in batches, and the best of each batch meet in a last question.
 */
final class TreeDescent {

  private final Taxonomy taxonomy;
  private final Function<Shortlist, Choice> ask;

  TreeDescent(Taxonomy taxonomy, Function<Shortlist, Choice> ask) {
    this.taxonomy = taxonomy;
    this.ask = ask;
  }

  /** Adds what it finds; tells whether it found anything, if only a top-level category. */
  boolean search(Product product, Findings findings) {
    List<Category> children = taxonomy.roots();
    Category at = children.get(0);
    boolean found = false;
    while (!children.isEmpty()) {
      Level level = level(product, children);
      if (level.categories().isEmpty()) {
        break;
      }
      findings.descend(level.categories(), level.choice());
      if (level.choice().index() == level.categories().size()) {
        break;
      }
      at = level.categories().get(level.choice().index());
      found = true;
      children = taxonomy.children(at);
    }
    if (found) {
      findings.arrive(at);
    } else {
      findings.giveUp(at);
    }
    return found;
  }

  /** The nodes that were shown in the last question of a level, and what was chosen. */
  private record Level(List<Category> categories, Choice choice) {}

  private Level level(Product product, List<Category> children) {
    if (children.size() <= Labels.MOST_CANDIDATES) {
      return last(product, children);
    }
    int batches = (children.size() + Labels.MOST_CANDIDATES - 1) / Labels.MOST_CANDIDATES;
    int size = (children.size() + batches - 1) / batches;
    int kept = Math.max(1, Labels.MOST_CANDIDATES / batches);
    List<Category> finalists = new ArrayList<>();
    for (int from = 0; from < children.size(); from += size) {
      List<Category> batch = children.subList(from, Math.min(children.size(), from + size));
      Shortlist shown = Shortlist.of(product, batch);
      finalists.addAll(best(shown, ask.apply(shown), kept));
    }
    if (finalists.isEmpty()) {
      return new Level(List.of(), Choice.unsure(0));
    }
    return last(product, finalists);
  }

  private Level last(Product product, List<Category> categories) {
    Shortlist shown = Shortlist.of(product, categories);
    return new Level(shown.categories(), ask.apply(shown));
  }

  /** The most probable of a batch, unless the model would rather have none of it. */
  private static List<Category> best(Shortlist shown, Choice choice, int kept) {
    int size = shown.categories().size();
    if (choice.index() == size) {
      return List.of();
    }
    if (!choice.known()) {
      return List.of(shown.categories().get(choice.index()));
    }
    return IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparing(choice.probabilities()::get).reversed())
        .limit(kept)
        .map(shown.categories()::get)
        .toList();
  }
}
