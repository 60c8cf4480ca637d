package dev.ecomllm.classify;

import dev.ecomllm.classify.Distribution.Share;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the questions about one product have found so far. A question that comes after "none of
 * these" speaks of what was left, so its probabilities count times that.
 */
final class Findings {

  private final List<Share> exact = new ArrayList<>();
  private final List<Share> below = new ArrayList<>();
  private final Set<Category> seen = new LinkedHashSet<>();
  private Optional<Category> chosen = Optional.empty();
  private double left = 1;
  private boolean known = true;

  /** Takes in the answer to a list; tells whether the model found the category there. */
  boolean add(List<Category> categories, Choice choice) {
    known &= choice.known();
    seen.addAll(categories);
    if (choice.known()) {
      for (int i = 0; i < categories.size(); i++) {
        exact.add(new Share(categories.get(i), left * choice.probabilities().get(i)));
      }
      left *= choice.probabilities().get(categories.size());
    }
    boolean found = choice.index() < categories.size();
    if (found) {
      chosen = Optional.of(categories.get(choice.index()));
    }
    return found;
  }

  /** Takes in one level of the tree: what is not chosen is somewhere below its node. */
  void descend(List<Category> children, Choice choice) {
    known &= choice.known();
    boolean stops = choice.index() == children.size();
    if (choice.known()) {
      for (int i = 0; i < children.size(); i++) {
        if (i != choice.index()) {
          below.add(new Share(children.get(i), left * choice.probabilities().get(i)));
        }
      }
      double none = choice.probabilities().get(children.size());
      left *= stops ? none : choice.probabilities().get(choice.index());
    }
    if (!stops) {
      chosen = Optional.of(children.get(choice.index()));
    }
  }

  /** The descent ended at this node. */
  void arrive(Category node) {
    double before = 0;
    for (Share share : exact) {
      before += share.category().equals(node) ? share.probability() : 0;
    }
    exact.removeIf(share -> share.category().equals(node));
    exact.add(new Share(node, Math.min(1, before + left)));
    seen.add(node);
    chosen = Optional.of(node);
    left = 0;
  }

  /** Nothing found, perhaps not even a candidate: a category to name all the same. */
  void giveUp(Category any) {
    if (seen.add(any) && exact.isEmpty()) {
      exact.add(new Share(any, 0));
    }
  }

  boolean known() {
    return known;
  }

  Distribution distribution() {
    return new Distribution(exact, below);
  }

  /** The category chosen, then the others in the order in which they were seen. */
  List<Category> ranked() {
    List<Category> ranked = new ArrayList<>(seen);
    chosen.ifPresent(
        category -> {
          ranked.remove(category);
          ranked.add(0, category);
        });
    return ranked;
  }
}
