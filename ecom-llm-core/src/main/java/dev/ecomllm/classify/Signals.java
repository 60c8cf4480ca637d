package dev.ecomllm.classify;

import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.classify.Distribution.Share;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the model and the retriever each thought of a shortlist.
 *
 * @param categories the candidates
 * @param probabilities the model's, "none of these" last
 * @param scores the retriever's
 */
record Signals(List<Category> categories, List<Double> probabilities, List<Double> scores) {

  /** Both sides of a result; empty if it does not tell them for every alternative. */
  static Optional<Signals> of(Classification result) {
    List<Category> categories = new ArrayList<>();
    List<Double> probabilities = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    double none = 1;
    for (Alternative alternative : result.alternatives()) {
      if (alternative.modelScore().isEmpty() || alternative.retrieverScore().isEmpty()) {
        return Optional.empty();
      }
      double probability = Math.exp(alternative.modelScore().getAsDouble());
      categories.add(alternative.category());
      probabilities.add(probability);
      scores.add(alternative.retrieverScore().getAsDouble());
      none -= probability;
    }
    probabilities.add(Math.max(0, none));
    return categories.isEmpty()
        ? Optional.empty()
        : Optional.of(new Signals(categories, probabilities, scores));
  }

  Distribution combine(Weights weights) {
    List<Double> combined = weights.combine(probabilities, scores);
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < categories.size(); i++) {
      shares.add(new Share(categories.get(i), combined.get(i)));
    }
    return Distribution.of(shares);
  }
}
