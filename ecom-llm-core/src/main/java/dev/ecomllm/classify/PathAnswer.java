package dev.ecomllm.classify;

import dev.ecomllm.classify.Distribution.Share;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.List;

/**
 * The category that a model wrote as a path.
 *
 * @param category the node that is meant
 * @param levels the probability of the path down to each of its names, the category's own last;
 *     never rising; empty if the server does not tell
 */
record PathAnswer(Category category, List<Double> levels) {

  PathAnswer {
    levels = List.copyOf(levels);
  }

  boolean known() {
    return !levels.isEmpty();
  }

  double probability() {
    return levels.get(levels.size() - 1);
  }

  List<Category> ancestors() {
    return category.taxonomy().ancestors(category);
  }

  /** What a level has more than the next is somewhere below it. */
  Distribution distribution() {
    List<Share> below = new ArrayList<>();
    List<Category> ancestors = ancestors();
    for (int i = 0; i < ancestors.size(); i++) {
      below.add(new Share(ancestors.get(i), levels.get(i) - levels.get(i + 1)));
    }
    return new Distribution(List.of(new Share(category, probability())), below);
  }
}
