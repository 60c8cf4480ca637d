package dev.ecomllm.classify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a model chose from a shortlist.
 *
 * @param index of the category chosen; the number of categories for "none of these"
 * @param probabilities of the categories as shown, then of "none of these", 1 in sum; empty if the
 *     server does not tell
 */
record Choice(int index, List<Double> probabilities) {

  Choice {
    probabilities = List.copyOf(probabilities);
  }

  static Choice unsure(int index) {
    return new Choice(index, List.of());
  }

  boolean known() {
    return !probabilities.isEmpty();
  }

  /** This choice from a list, as one from the list turned around. */
  Choice reversed(int categories) {
    if (!known()) {
      return unsure(index == categories ? index : categories - 1 - index);
    }
    List<Double> turned = new ArrayList<>(probabilities.subList(0, categories));
    Collections.reverse(turned);
    turned.add(probabilities.get(categories));
    return best(turned);
  }

  /** The mean of two choices from the same list; this one's choice where either is not known. */
  Choice average(Choice other) {
    if (!known() || !other.known()) {
      return unsure(index);
    }
    List<Double> mean = new ArrayList<>(probabilities.size());
    for (int i = 0; i < probabilities.size(); i++) {
      mean.add((probabilities.get(i) + other.probabilities.get(i)) / 2);
    }
    return best(mean);
  }

  /** The most probable; of equals the first. */
  static Choice best(List<Double> probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.size(); i++) {
      if (probabilities.get(i) > probabilities.get(best)) {
        best = i;
      }
    }
    return new Choice(best, probabilities);
  }
}
