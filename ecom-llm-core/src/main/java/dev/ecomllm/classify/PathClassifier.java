package dev.ecomllm.classify;

import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Has the model write the category's path. Thread-safe. */
final class PathClassifier implements ProductClassifier {

  private final TaskRunner runner;
  private final DecisionPolicy policy;
  private final PathTask task;

  PathClassifier(TaskRunner runner, ClassifierOptions options) {
    this.runner = runner;
    this.policy = options.policy();
    this.task = new PathTask(options);
  }

  @Override
  public Classification classify(Product product) {
    PathAnswer answer = runner.run(task, product);
    if (!answer.known()) {
      return policy.decideUnknown(product.id(), List.of(answer.category()), runner.model());
    }
    return withScores(policy.decide(product.id(), answer.distribution(), runner.model()), answer);
  }

  /**
   * Adds what a later fit starts from: the path's probability, and that of the path down to each
   * ancestor. The ancestors are alternatives without a confidence, for the model says how likely it
   * is that the truth is there or below, not that it is there.
   */
  static Classification withScores(Classification result, PathAnswer answer) {
    List<Alternative> alternatives = new ArrayList<>();
    alternatives.add(alternative(answer.category(), result.confidence(), answer.probability()));
    List<Category> ancestors = answer.ancestors();
    for (int i = ancestors.size() - 1; i >= 0; i--) {
      alternatives.add(
          alternative(ancestors.get(i), OptionalDouble.empty(), answer.levels().get(i)));
    }
    return result.withAlternatives(alternatives);
  }

  private static Alternative alternative(
      Category category, OptionalDouble confidence, double probability) {
    return new Alternative(
        category, confidence, OptionalDouble.of(Weights.log(probability)), OptionalDouble.empty());
  }
}
