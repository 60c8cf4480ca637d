package dev.ecomllm.classify;

import dev.ecomllm.calibration.Calibration;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.classify.Classification.Alternative;
import dev.ecomllm.classify.Distribution.Share;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How sure is sure enough: from a raw distribution over categories to a {@link Classification}.
 *
 * <p>The score of the most probable category, as a rule its raw probability, is calibrated to the
 * confidence, and the other categories move with it ({@link Distribution#withTop}). If it passes
 * the leaf threshold, the category itself is decided. Otherwise the deepest node on its path, from
 * the category up, of which the probability that the truth is there or below passes the ancestor
 * threshold. Otherwise a person decides. Immutable.
 *
 * @param exact calibrates the probability of exactly one category
 * @param subtree calibrates the probability of a node with everything below it, after {@code exact}
 * @param leafThreshold from how high a confidence on the category itself is decided: 0 to 1, or
 *     infinite for never
 * @param ancestorThreshold from how high a probability on an ancestor is decided: 0 to 1, or
 *     infinite for never
 * @param whenUnknown what to do with a category whose confidence nothing is known of: {@code
 *     REVIEW} (the default) or {@code LEAF}, which takes it
 */
public record DecisionPolicy(
    Calibration exact,
    Calibration subtree,
    double leafThreshold,
    double ancestorThreshold,
    Decision whenUnknown) {

  /** The most alternatives that a result lists. */
  public static final int MOST_ALTERNATIVES = 50;

  static final String EXACT = "exact";
  static final String SUBTREE = "subtree";
  static final String ANCESTOR = "ancestor";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a threshold is below 0 or no number, or {@code whenUnknown}
   *     is ANCESTOR
   */
  public DecisionPolicy {
    if (!(leafThreshold >= 0) || !(ancestorThreshold >= 0)) {
      throw new IllegalArgumentException(
          "thresholds must be at least 0, not " + leafThreshold + " and " + ancestorThreshold);
    }
    if (whenUnknown == Decision.ANCESTOR) {
      throw new IllegalArgumentException("an unknown confidence singles out no ancestor");
    }
  }

  /**
   * Without a calibration: probabilities as the answerer states them, and one threshold for all.
   *
   * @param threshold 0 to 1
   */
  public static DecisionPolicy atLeast(double threshold) {
    return new DecisionPolicy(
        Calibration.identity(), Calibration.identity(), threshold, threshold, Decision.REVIEW);
  }

  /**
   * What labelled answers say: of what is decided, this share is right. A precision that the
   * calibration's rows do not reach leaves every answer to review.
   *
   * @param calibration as {@link ClassificationFit} makes it; the caller has checked its scope
   * @param targetPrecision above 0, at most 1
   */
  public static DecisionPolicy of(FittedCalibration calibration, double targetPrecision) {
    return new DecisionPolicy(
        calibration.curve(EXACT),
        calibration.curve(SUBTREE),
        calibration.threshold(EXACT).at(targetPrecision).orElse(Double.POSITIVE_INFINITY),
        calibration.threshold(ANCESTOR).at(targetPrecision).orElse(Double.POSITIVE_INFINITY),
        Decision.REVIEW);
  }

  /** This policy with another treatment of answers whose confidence is not known. */
  public DecisionPolicy withWhenUnknown(Decision whenUnknown) {
    return new DecisionPolicy(exact, subtree, leafThreshold, ancestorThreshold, whenUnknown);
  }

  /** This policy with every known answer left to a person. */
  DecisionPolicy reviewing() {
    return new DecisionPolicy(
        exact, subtree, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Decision.REVIEW);
  }

  /** Decides on a raw distribution; the probability of its most probable node is the score. */
  public Classification decide(String productId, Distribution raw, String answeredBy) {
    return decide(productId, raw, raw.top().probability(), answeredBy);
  }

  /**
   * Decides on a distribution whose most probable node has a score of its own.
   *
   * @param score on whatever scale {@code exact} was fitted to
   */
  public Classification decide(
      String productId, Distribution raw, double score, String answeredBy) {
    Distribution calibrated = calibrated(raw, score);
    Share top = calibrated.top();
    Decision decision = Decision.REVIEW;
    Optional<Category> decided = Optional.empty();
    OptionalDouble decidedConfidence = OptionalDouble.empty();
    if (top.probability() >= leafThreshold) {
      decision = Decision.LEAF;
      decided = Optional.of(top.category());
      decidedConfidence = OptionalDouble.of(top.probability());
    } else {
      for (Category node : upwards(top.category())) {
        double mass = mass(calibrated, node);
        if (mass >= ancestorThreshold) {
          decision = Decision.ANCESTOR;
          decided = Optional.of(node);
          decidedConfidence = OptionalDouble.of(mass);
          break;
        }
      }
    }
    return new Classification(
        productId,
        top.category(),
        OptionalDouble.of(top.probability()),
        OptionalDouble.of(score),
        decision,
        decided,
        decidedConfidence,
        calibrated.exact().stream()
            .limit(MOST_ALTERNATIVES)
            .map(s -> new Alternative(s.category(), OptionalDouble.of(s.probability())))
            .toList(),
        answeredBy);
  }

  /**
   * Decides on categories of which nothing but their order is known.
   *
   * @param ranked best first, at least one
   */
  public Classification decideUnknown(String productId, List<Category> ranked, String answeredBy) {
    Category category = ranked.get(0);
    return new Classification(
        productId,
        category,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        whenUnknown,
        whenUnknown == Decision.LEAF ? Optional.of(category) : Optional.empty(),
        OptionalDouble.empty(),
        ranked.stream()
            .limit(MOST_ALTERNATIVES)
            .map(node -> new Alternative(node, OptionalDouble.empty()))
            .toList(),
        answeredBy);
  }

  Distribution calibrated(Distribution raw, double score) {
    return raw.withTop(exact.probability(score));
  }

  /** Calibrated, and never less than that of the category itself. */
  double mass(Distribution calibrated, Category node) {
    double least = calibrated.top().probability();
    return Math.max(least, subtree.probability(calibrated.mass(node)));
  }

  /**
   * The nodes that an answer can fall back to, deepest first: the category itself too if there is
   * something below it, since the truth may be there.
   */
  static List<Category> upwards(Category category) {
    List<Category> nodes = new ArrayList<>(category.taxonomy().ancestors(category));
    Collections.reverse(nodes);
    if (!category.taxonomy().isLeaf(category)) {
      nodes.add(0, category);
    }
    return nodes;
  }
}
