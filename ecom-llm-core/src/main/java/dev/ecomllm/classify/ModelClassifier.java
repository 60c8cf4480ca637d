package dev.ecomllm.classify;

import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.classify.ClassifierOptions.Strategy;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.product.Product;
import dev.ecomllm.prompt.PromptTemplate;
import dev.ecomllm.task.Answerer;
import dev.ecomllm.task.ServerLoad;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.Map;
import java.util.Optional;

/** Classifies by asking a model. Thread-safe. */
public final class ModelClassifier implements ProductClassifier, Answerer {

  private final ProductClassifier strategy;
  private final CalibrationScope scope;
  private final ClassifierOptions options;
  private final ServerLoad load;

  private ModelClassifier(
      ProductClassifier strategy,
      CalibrationScope scope,
      ClassifierOptions options,
      ServerLoad load) {
    this.strategy = strategy;
    this.scope = scope;
    this.options = options;
    this.load = load;
  }

  /**
   * A classifier without candidates: the model writes paths.
   *
   * @throws IllegalArgumentException if the options ask for shortlists, or hold a calibration of
   *     other answers
   */
  public static ModelClassifier of(TaskRunner runner, ClassifierOptions options) {
    if (options.strategy() == Strategy.SHORTLIST) {
      throw new IllegalArgumentException("a shortlist needs a candidate source, and none is set");
    }
    return checked(new PathClassifier(runner, options), runner, options, "path", PathTask.TEMPLATE);
  }

  /**
   * A classifier with candidates: the model chooses from shortlists, unless the options say that it
   * writes paths.
   *
   * @throws IllegalArgumentException if the options hold a calibration of other answers
   */
  public static ModelClassifier of(
      TaskRunner runner, ClassifierOptions options, CandidateSource source) {
    if (options.strategy() == Strategy.PATH) {
      return of(runner, options);
    }
    return checked(
        new ShortlistClassifier(runner, options, source),
        runner,
        options,
        "shortlist",
        ShortlistTask.TEMPLATE);
  }

  @Override
  public Classification classify(Product product) {
    return strategy.classify(product);
  }

  /** What a calibration of this classifier's answers belongs to. */
  public CalibrationScope scope() {
    return scope;
  }

  @Override
  public Map<String, String> fingerprint() {
    return scope.fingerprint(options.toString());
  }

  @Override
  public Optional<Taxonomy> taxonomy() {
    return Optional.of(options.taxonomy());
  }

  @Override
  public Class<?> answers() {
    return Classification.class;
  }

  @Override
  public Optional<ServerLoad> load() {
    return Optional.of(load);
  }

  private static ModelClassifier checked(
      ProductClassifier strategy,
      TaskRunner runner,
      ClassifierOptions options,
      String name,
      PromptTemplate template) {
    CalibrationScope scope =
        new CalibrationScope(
            "classify",
            runner.model(),
            name + "-" + template.fingerprint(),
            options.taxonomy().identity());
    options.calibration().ifPresent(calibration -> calibration.requireScope(scope));
    return new ModelClassifier(strategy, scope, options, runner.load());
  }
}
