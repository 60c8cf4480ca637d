package dev.ecomllm.classify;

import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.engine.Deadline;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Lets the model choose among candidates. If none of them is right, among as many more; if none of
 * those, down the tree level by level. Thread-safe.
 */
final class ShortlistClassifier implements ProductClassifier {

  private final TaskRunner runner;
  private final ClassifierOptions options;
  private final CandidateSource source;
  private final Weights weights;
  private final ShortlistTask task;

  ShortlistClassifier(TaskRunner runner, ClassifierOptions options, CandidateSource source) {
    this.runner = runner;
    this.options = options;
    this.source = source;
    this.weights = options.calibration().map(Weights::of).orElse(Weights.MODEL_ALONE);
    this.task = new ShortlistTask(options.taxonomy().identity(), options.productCharacters());
  }

  @Override
  public Classification classify(Product product) {
    Deadline deadline = runner.deadline();
    Findings findings = new Findings();

    List<Candidate> candidates = candidates(product, options.candidates());
    if (!candidates.isEmpty()) {
      Shortlist shortlist = Shortlist.of(product, categories(candidates));
      Choice choice = ask(shortlist, deadline);
      if (findings.add(shortlist.categories(), combined(shortlist, choice, candidates))) {
        return withScores(decide(product, findings), shortlist, choice, candidates);
      }
    }

    List<Candidate> more = new ArrayList<>(candidates(product, 2 * options.candidates()));
    more.removeAll(candidates);
    more = more.subList(0, Math.min(more.size(), options.candidates()));
    if (!more.isEmpty()) {
      Shortlist shortlist = Shortlist.of(product, categories(more));
      Choice choice = combined(shortlist, ask(shortlist, deadline), more);
      if (findings.add(shortlist.categories(), choice)) {
        return decide(product, findings);
      }
    }

    TreeDescent descent = new TreeDescent(options.taxonomy(), s -> ask(s, deadline));
    if (descent.search(product, findings)) {
      return decide(product, findings);
    }
    return decide(product, findings, options.policy().reviewing());
  }

  private Choice ask(Shortlist shortlist, Deadline deadline) {
    Choice choice = runner.run(task, shortlist, deadline);
    if (!options.bothOrders()) {
      return choice;
    }
    Choice other = runner.run(task, shortlist.reversed(), deadline);
    return choice.average(other.reversed(shortlist.categories().size()));
  }

  private Choice combined(Shortlist shortlist, Choice choice, List<Candidate> candidates) {
    if (!choice.known() || weights.equals(Weights.MODEL_ALONE)) {
      return choice;
    }
    List<Double> shown =
        shortlist.categories().stream().map(c -> score(candidates, c).orElseThrow()).toList();
    return Choice.best(weights.combine(choice.probabilities(), shown));
  }

  private Classification decide(Product product, Findings findings) {
    return decide(product, findings, options.policy());
  }

  private Classification decide(Product product, Findings findings, DecisionPolicy policy) {
    return findings.known()
        ? policy.decide(product.id(), findings.distribution(), runner.model())
        : policy.decideUnknown(product.id(), findings.ranked(), runner.model());
  }

  /** Adds what a later fit of the weights starts from. */
  private static Classification withScores(
      Classification result, Shortlist shortlist, Choice choice, List<Candidate> candidates) {
    List<Alternative> alternatives = new ArrayList<>(result.alternatives().size());
    for (Alternative alternative : result.alternatives()) {
      Category category = alternative.category();
      OptionalDouble model =
          choice.known()
              ? OptionalDouble.of(
                  Weights.log(choice.probabilities().get(shortlist.categories().indexOf(category))))
              : OptionalDouble.empty();
      alternatives.add(
          new Alternative(category, alternative.confidence(), model, score(candidates, category)));
    }
    return result.withAlternatives(alternatives);
  }

  /**
   * What the source finds, without what it should not: a category twice, or of another tree.
   *
   * @throws IllegalStateException if the source is for another tree
   */
  private List<Candidate> candidates(Product product, int limit) {
    List<Candidate> found = new ArrayList<>(limit);
    for (Candidate candidate : source.candidates(product, limit)) {
      Category category = candidate.category();
      if (!options.taxonomy().contains(category)) {
        throw new IllegalStateException(
            "the candidate source knows "
                + category.taxonomy()
                + ", and products are classified into "
                + options.taxonomy());
      }
      if (found.size() < limit && score(found, category).isEmpty()) {
        found.add(candidate);
      }
    }
    return found;
  }

  private static List<Category> categories(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::category).toList();
  }

  private static OptionalDouble score(List<Candidate> candidates, Category category) {
    for (Candidate candidate : candidates) {
      if (candidate.category().equals(category)) {
        return OptionalDouble.of(candidate.score());
      }
    }
    return OptionalDouble.empty();
  }
}
