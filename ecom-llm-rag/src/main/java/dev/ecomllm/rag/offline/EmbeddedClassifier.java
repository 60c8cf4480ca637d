package dev.ecomllm.rag.offline;

import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.DecisionPolicy;
import dev.ecomllm.classify.Distribution;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.candidates.CategoryIndex;
import dev.ecomllm.task.Answerer;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Classifies with a {@link CategoryIndex} alone: its log-probabilities are the raw distribution, a
 * {@link DecisionPolicy} does the rest. Thread-safe.
 */
public final class EmbeddedClassifier implements ProductClassifier, Answerer {

  /** Who answers, in results and calibrations. */
  public static final String NAME = "embedded";

  private final CategoryIndex index;
  private final DecisionPolicy policy;

  /**
   * A classifier on an index.
   *
   * @param policy calibrated for answers of this index
   */
  public EmbeddedClassifier(CategoryIndex index, DecisionPolicy policy) {
    this.index = index;
    this.policy = policy;
  }

  /**
   * A classifier on an index, with a calibration of its answers.
   *
   * @param targetPrecision what share of the decided answers is to be right, above 0, at most 1
   * @throws IllegalArgumentException if the calibration is of other answers; the message names both
   */
  public static EmbeddedClassifier of(
      CategoryIndex index, FittedCalibration calibration, double targetPrecision) {
    return new EmbeddedClassifier(
        index, DecisionPolicy.of(calibration.requireScope(scope(index)), targetPrecision));
  }

  /** What a calibration of this index's answers belongs to. */
  public static CalibrationScope scope(CategoryIndex index) {
    return new CalibrationScope("classify", NAME, index.fingerprint(), index.taxonomy().identity());
  }

  /**
   * The calibration that this jar has for Google's tree, fitted on held-out titles of the lexicon.
   */
  public static FittedCalibration builtinCalibration(CategoryIndex index) {
    String file = index.isByWords() ? "calibration-words.json" : "calibration.json";
    try (InputStream in = EmbeddedClassifier.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("resource " + file + " is missing from the jar");
      }
      return FittedCalibration.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + file, e);
    }
  }

  @Override
  public Classification classify(Product product) {
    List<Candidate> candidates = index.candidates(product, DecisionPolicy.MOST_ALTERNATIVES);
    List<Distribution.Share> shares =
        candidates.stream()
            .map(c -> new Distribution.Share(c.category(), Math.min(1, Math.exp(c.score()))))
            .toList();
    return policy.decide(product.id(), Distribution.of(shares), NAME);
  }

  /** The shop's own examples are not in it. */
  @Override
  public Map<String, String> fingerprint() {
    return scope(index).fingerprint(policy.toString());
  }

  @Override
  public Class<?> answers() {
    return Classification.class;
  }

  @Override
  public Optional<Taxonomy> taxonomy() {
    return Optional.of(index.taxonomy());
  }
}
