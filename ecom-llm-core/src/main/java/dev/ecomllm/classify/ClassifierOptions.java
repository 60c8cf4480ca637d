package dev.ecomllm.classify;

import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model classifies. Immutable.
 *
 * @param taxonomy the tree; the default is Google's current one
 * @param strategy how the model is asked; the default is {@code AUTO}
 * @param candidates how many to choose from at once, 1 to 19; the default is 19
 * @param bothOrders whether each list is shown a second time the other way round and the answers
 *     are averaged: twice the calls, and the place in the list counts no more; the default is no
 * @param treeGrammar whether a path is asked for under the tree's grammar, some 200 KB in each
 *     request, which a server compiles once; the default is yes
 * @param productCharacters how much of a product is shown, in characters, at least 1; the default
 *     is 1,500
 * @param policy how sure is sure enough; the default takes what is at least 0.9 sure by the model's
 *     own account
 * @param calibration what was learned from labelled answers; the default is nothing
 */
public record ClassifierOptions(
    Taxonomy taxonomy,
    Strategy strategy,
    int candidates,
    boolean bothOrders,
    boolean treeGrammar,
    int productCharacters,
    DecisionPolicy policy,
    Optional<FittedCalibration> calibration) {

  /** How a model is asked. */
  public enum Strategy {
    /** A shortlist where there is a candidate source, else a path. */
    AUTO,
    /** The model chooses from a shortlist; needs a candidate source. */
    SHORTLIST,
    /** The model writes the category's path, for models that were tuned on paths. */
    PATH
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public ClassifierOptions {
    Objects.requireNonNull(taxonomy, "taxonomy");
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(calibration, "calibration");
    if (candidates < 1 || candidates > Labels.MOST_CANDIDATES) {
      throw new IllegalArgumentException("candidates must be 1 to 19, not " + candidates);
    }
    if (productCharacters < 1) {
      throw new IllegalArgumentException(
          "productCharacters must be at least 1, not " + productCharacters);
    }
  }

  /** The defaults, with Google's current tree. */
  public static ClassifierOptions defaults() {
    return new ClassifierOptions(
        Taxonomy.google(),
        Strategy.AUTO,
        Labels.MOST_CANDIDATES,
        false,
        true,
        1_500,
        DecisionPolicy.atLeast(0.9),
        Optional.empty());
  }

  /** These options with another tree. */
  public ClassifierOptions withTaxonomy(Taxonomy taxonomy) {
    return new ClassifierOptions(
        taxonomy,
        strategy,
        candidates,
        bothOrders,
        treeGrammar,
        productCharacters,
        policy,
        calibration);
  }

  /** These options with another way to ask. */
  public ClassifierOptions withStrategy(Strategy strategy) {
    return new ClassifierOptions(
        taxonomy,
        strategy,
        candidates,
        bothOrders,
        treeGrammar,
        productCharacters,
        policy,
        calibration);
  }

  /** These options with another number of candidates. */
  public ClassifierOptions withCandidates(int candidates) {
    return new ClassifierOptions(
        taxonomy,
        strategy,
        candidates,
        bothOrders,
        treeGrammar,
        productCharacters,
        policy,
        calibration);
  }

  /** These options with lists shown in both orders, or in one. */
  public ClassifierOptions withBothOrders(boolean bothOrders) {
    return new ClassifierOptions(
        taxonomy,
        strategy,
        candidates,
        bothOrders,
        treeGrammar,
        productCharacters,
        policy,
        calibration);
  }

  /** These options with the tree's grammar in requests for a path, or without. */
  public ClassifierOptions withTreeGrammar(boolean treeGrammar) {
    return new ClassifierOptions(
        taxonomy,
        strategy,
        candidates,
        bothOrders,
        treeGrammar,
        productCharacters,
        policy,
        calibration);
  }

  /** These options with more or less of a product shown. */
  public ClassifierOptions withProductCharacters(int productCharacters) {
    return new ClassifierOptions(
        taxonomy,
        strategy,
        candidates,
        bothOrders,
        treeGrammar,
        productCharacters,
        policy,
        calibration);
  }

  /** These options with another policy. */
  public ClassifierOptions withPolicy(DecisionPolicy policy) {
    return new ClassifierOptions(
        taxonomy,
        strategy,
        candidates,
        bothOrders,
        treeGrammar,
        productCharacters,
        policy,
        calibration);
  }

  /**
   * These options with what was learned from labelled answers of the same model, prompt and tree: a
   * classifier refuses any other.
   *
   * @param targetPrecision what share of the decided answers is to be right, above 0, at most 1
   */
  public ClassifierOptions withCalibration(FittedCalibration calibration, double targetPrecision) {
    return new ClassifierOptions(
        taxonomy,
        strategy,
        candidates,
        bothOrders,
        treeGrammar,
        productCharacters,
        DecisionPolicy.of(calibration, targetPrecision).withWhenUnknown(policy.whenUnknown()),
        Optional.of(calibration));
  }
}
