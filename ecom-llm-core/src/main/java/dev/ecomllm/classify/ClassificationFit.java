package dev.ecomllm.classify;

import static dev.ecomllm.classify.DecisionPolicy.ANCESTOR;
import static dev.ecomllm.classify.DecisionPolicy.EXACT;
import static dev.ecomllm.classify.DecisionPolicy.SUBTREE;

import dev.ecomllm.calibration.Calibration;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.calibration.Observation;
import dev.ecomllm.calibration.Thresholds;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Learns from labelled answers what a raw distribution is worth: curves for single categories and
 * for subtrees, and thresholds for both by the precision that they reach.
 */
public final class ClassificationFit {

  /** How finely ancestor thresholds are tried: 0.005 apart. */
  private static final int STEPS = 200;

  private ClassificationFit() {}

  /**
   * An answer whose truth is known.
   *
   * @param raw as the answerer states it
   * @param score of its most probable node, on any scale, before any calibration
   * @param accepted the right category and any other that is as good, at least one
   */
  public record Labelled(Distribution raw, double score, Set<Category> accepted) {
    /** Copies. */
    public Labelled {
      accepted = Set.copyOf(accepted);
    }

    /** An answer whose score is its probability. */
    public Labelled(Distribution raw, Set<Category> accepted) {
      this(raw, raw.top().probability(), accepted);
    }

    boolean isRight() {
      return accepted.contains(raw.top().category());
    }

    boolean isBelow(Category node) {
      return accepted.stream().anyMatch(c -> c.isAtOrBelow(node));
    }
  }

  /**
   * A result whose truth is known, as it was given or read back from a file.
   *
   * @param answer the result; without a score it teaches nothing
   * @param accepted the right category and any other that is as good, at least one
   */
  public record LabelledResult(Classification answer, Set<Category> accepted) {
    /** Copies. */
    public LabelledResult {
      accepted = Set.copyOf(accepted);
    }
  }

  /**
   * Fits from results: how much the retriever's scores count, where the results tell both scores,
   * and everything that {@link DecisionPolicy#of} needs.
   *
   * @param method how to fit a curve, such as {@code Calibration::fit}
   */
  public static FittedCalibration fitResults(
      CalibrationScope scope,
      List<LabelledResult> results,
      Function<List<Observation>, ? extends Calibration> method) {
    Optional<Weights> weights = WeightFit.fit(results);
    List<Labelled> answers =
        results.stream().flatMap(r -> ResultReader.labelled(r, weights).stream()).toList();
    FittedCalibration fitted = fit(scope, answers, method);
    return new FittedCalibration(
        scope,
        fitted.rows(),
        fitted.curves(),
        weights.map(Weights::byName).orElse(Map.of()),
        fitted.thresholds());
  }

  /**
   * A result combined, calibrated and decided anew, without asking anybody; as it is, if it has no
   * score to start from.
   *
   * @param targetPrecision above 0, at most 1
   */
  public static Classification redo(
      Classification result, FittedCalibration calibration, double targetPrecision) {
    Optional<Weights> weights =
        calibration.weights().isEmpty() ? Optional.empty() : Optional.of(Weights.of(calibration));
    DecisionPolicy policy = DecisionPolicy.of(calibration, targetPrecision);
    return ResultReader.labelled(new LabelledResult(result, Set.of()), weights)
        .map(a -> policy.decide(result.productId(), a.raw(), a.score(), result.answeredBy()))
        .orElse(result);
  }

  /** Fits everything that {@link DecisionPolicy#of} needs. */
  public static FittedCalibration fit(CalibrationScope scope, List<Labelled> answers) {
    return fit(scope, answers, Calibration::fit);
  }

  /**
   * Fits everything that {@link DecisionPolicy#of} needs.
   *
   * @param method how to fit a curve, such as {@code Calibration.Isotonic::fit}
   */
  public static FittedCalibration fit(
      CalibrationScope scope,
      List<Labelled> answers,
      Function<List<Observation>, ? extends Calibration> method) {
    Calibration exact =
        method.apply(answers.stream().map(a -> new Observation(a.score(), a.isRight())).toList());
    DecisionPolicy alone = policy(exact, Calibration.identity());
    Calibration subtree =
        Calibration.fit(
            answers.stream().flatMap(a -> Chain.of(a, alone).observations().stream()).toList());
    DecisionPolicy policy = policy(exact, subtree);
    List<Chain> chains = answers.stream().map(a -> Chain.of(a, policy)).toList();
    Thresholds leaf =
        Thresholds.fit(
            chains.stream().map(c -> new Observation(c.confidence(), c.right())).toList());
    return new FittedCalibration(
        scope,
        answers.size(),
        Map.of(EXACT, exact, SUBTREE, subtree),
        Map.of(),
        Map.of(EXACT, leaf, ANCESTOR, ancestors(chains, leaf)));
  }

  private static DecisionPolicy policy(Calibration exact, Calibration subtree) {
    return new DecisionPolicy(exact, subtree, 1, 1, Decision.REVIEW);
  }

  /** For each precision the lowest threshold at which the ancestors decided on reach it. */
  private static Thresholds ancestors(List<Chain> chains, Thresholds leaf) {
    NavigableMap<Double, Double> table = new TreeMap<>();
    for (double precision : Thresholds.PRECISIONS) {
      double sure = leaf.at(precision).orElse(Double.POSITIVE_INFINITY);
      List<Chain> rest = chains.stream().filter(c -> c.confidence() < sure).toList();
      for (int step = 1; step <= STEPS; step++) {
        double threshold = (double) step / STEPS;
        List<Rung> decided = rest.stream().flatMap(c -> c.deepest(threshold).stream()).toList();
        int right = (int) decided.stream().filter(Rung::right).count();
        if (Thresholds.provenPrecision(right, decided.size()) >= precision) {
          table.put(precision, threshold);
          break;
        }
      }
    }
    return new Thresholds(table);
  }

  /** A labelled answer as the fit sees it: its top, and the nodes above. */
  private record Chain(double confidence, boolean right, List<Rung> rungs) {

    static Chain of(Labelled answer, DecisionPolicy policy) {
      Distribution calibrated = policy.calibrated(answer.raw(), answer.score());
      List<Rung> rungs = new ArrayList<>();
      for (Category node : DecisionPolicy.upwards(calibrated.top().category())) {
        rungs.add(new Rung(policy.mass(calibrated, node), answer.isBelow(node)));
      }
      return new Chain(calibrated.top().probability(), answer.isRight(), rungs);
    }

    List<Observation> observations() {
      return rungs.stream().map(r -> new Observation(r.mass(), r.right())).toList();
    }

    Optional<Rung> deepest(double threshold) {
      return rungs.stream().filter(r -> r.mass() >= threshold).findFirst();
    }
  }

  /** A node with its probability, and whether the truth is there or below. */
  private record Rung(double mass, boolean right) {}
}
