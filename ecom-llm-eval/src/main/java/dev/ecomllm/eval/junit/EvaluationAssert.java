package dev.ecomllm.eval.junit;

import dev.ecomllm.eval.compare.Baseline;
import dev.ecomllm.eval.compare.Change;
import dev.ecomllm.eval.compare.Comparison;
import dev.ecomllm.eval.compare.FigureComparison;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.report.Report;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.ItemScores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Assertions on an evaluation, which fail with the figures and the ten worst items.
 *
 * <pre>{@code
 * assertThat(evaluation)
 *     .reportTo(Path.of("target/evaluation"))
 *     .metric(HIERARCHICAL_F1).lowerBound(0.95).isAtLeast(0.80)
 *     .hasNoRegressionAgainst(Path.of("src/test/resources/baseline.jsonl"), HIERARCHICAL_F1);
 * }</pre>
 *
 * <p>Calls that failed are no wrong answers, so a metric does not see them: any failed or missing
 * row fails every assertion on a metric, unless {@link #toleratingFailures(double)} allows it.
 */
public final class EvaluationAssert {

  /** Set to {@code true}, missing or old baselines are written instead of compared with. */
  public static final String UPDATE_BASELINE = "ecomllm.baseline.update";

  private static final int WORST = 10;
  private static final double SIGNIFICANT = 0.05;

  private final Evaluation evaluation;
  private final double failures;
  private final Regression regression;

  private EvaluationAssert(Evaluation evaluation, double failures, Regression regression) {
    this.evaluation = evaluation;
    this.failures = failures;
    this.regression = regression;
  }

  /**
   * How much an item may fall.
   *
   * @param drop a fall of an item's score that is looked at
   * @param share of the items that may fall so far
   */
  private record Regression(double drop, double share) {}

  /** Assertions on an evaluation. */
  public static EvaluationAssert assertThat(Evaluation evaluation) {
    return new EvaluationAssert(evaluation, 0, new Regression(0.5, 0.02));
  }

  /**
   * Writes the report (HTML, Markdown, JSON), now: it is there whatever the assertions behind this
   * say.
   *
   * @param folder made if it is missing
   */
  public EvaluationAssert reportTo(Path folder) {
    try {
      Report.of(evaluation).write(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * The same, with what was asked and answered in the worst examples; with prompts, replies,
   * latency and tokens too, if the run was {@linkplain
   * dev.ecomllm.eval.run.EvaluationRun#traced(dev.ecomllm.eval.run.Tracer) traced}.
   *
   * @param folder made if it is missing
   */
  public EvaluationAssert reportTo(Path folder, Dataset gold, Path predictions) {
    try {
      Report.of(evaluation).withRows(gold, predictions).write(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * Allows some rows without an answer.
   *
   * @param share of the gold rows, 0 (the default) to 1
   */
  public EvaluationAssert toleratingFailures(double share) {
    return new EvaluationAssert(evaluation, share, regression);
  }

  /**
   * How far items may fall behind a baseline, whatever the mean does.
   *
   * @param drop a fall of an item's score of at least so much is looked at; the default is 0.5
   * @param share of the items that may fall so far, one in any case; the default is 0.02
   */
  public EvaluationAssert allowingDrops(double drop, double share) {
    return new EvaluationAssert(evaluation, failures, new Regression(drop, share));
  }

  /**
   * The items with a tag.
   *
   * @throws AssertionError if there are none: an empty slice proves nothing
   */
  public EvaluationAssert slice(String tag) {
    List<ItemScores> some =
        evaluation.items().stream().filter(item -> item.tags().contains(tag)).toList();
    if (some.isEmpty()) {
      throw new AssertionError("no evaluated item has the tag '" + tag + "'");
    }
    return new EvaluationAssert(evaluation.with(some), failures, regression);
  }

  /**
   * A metric, by its figure's name, such as {@link Metrics#HIERARCHICAL_F1}.
   *
   * @throws AssertionError if too many rows have no answer, or no item counts for the metric
   */
  public MetricAssert metric(String figure) {
    requireAnswers();
    if (evaluation.items().stream().noneMatch(item -> item.points(figure).counts())) {
      throw new AssertionError(
          "no item counts for '"
              + figure
              + "'; there are "
              + evaluation.items().stream()
                  .flatMap(item -> item.points().keySet().stream())
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
    return new MetricAssert(this, evaluation, figure);
  }

  private void requireAnswers() {
    long gold = evaluation.rows().getOrDefault("gold", 0L);
    long without =
        evaluation.rows().getOrDefault("failed", 0L)
            + evaluation.rows().getOrDefault("missing", 0L);
    if (without > failures * gold) {
      throw new AssertionError(
          without + " of " + gold + " rows have no answer: " + evaluation.rows());
    }
  }

  /**
   * Compares with a committed baseline: fails if a figure fell significantly (p below 0.05 after
   * Holm's correction), or if more items fell far than {@link #allowingDrops} says, or if the
   * baseline has items that are not evaluated any more. With {@code -Decomllm.baseline.update=true}
   * the baseline is written instead.
   *
   * @param baseline as {@link Baseline} writes it, with these figures
   * @param figures at least one; items are looked at in the first
   * @throws AssertionError if there is a regression, or no baseline
   */
  public EvaluationAssert hasNoRegressionAgainst(Path baseline, String... figures) {
    if (figures.length == 0) {
      throw new IllegalArgumentException("which figures?");
    }
    requireAnswers();
    try {
      if (Boolean.getBoolean(UPDATE_BASELINE)) {
        Baseline.write(evaluation, baseline, Arrays.asList(figures));
        return this;
      }
      if (!Files.exists(baseline)) {
        throw new AssertionError(
            "no baseline " + baseline + "; write one with -D" + UPDATE_BASELINE + "=true");
      }
      compare(Baseline.read(baseline), Arrays.asList(figures));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compare(Evaluation baseline, List<String> figures) {
    Comparison comparison = Comparison.of(evaluation, baseline, figures, Resampling.DEFAULT);
    if (comparison.onlyB() > 0) {
      throw new AssertionError(
          comparison.onlyB() + " items of the baseline are not evaluated any more");
    }
    List<Change> fell =
        comparison.changed().stream()
            .filter(change -> -change.difference() >= regression.drop)
            .toList();
    for (String name : figures) {
      FigureComparison figure = comparison.figure(name);
      if (figure.difference() < 0 && figure.holmP() < SIGNIFICANT) {
        throw new AssertionError(
            text(
                    "%s fell from %.4f to %.4f: difference %.4f, 95%% interval [%.4f, %.4f], p"
                        + " %.4g, n = %d",
                    name,
                    figure.b(),
                    figure.a(),
                    figure.difference(),
                    figure.interval().low(),
                    figure.interval().high(),
                    figure.holmP(),
                    figure.n())
                + fallen(comparison.changed().stream().filter(c -> c.difference() < 0).toList()));
      }
    }
    if (fell.size() > Math.max(1, regression.share * comparison.n())) {
      throw new AssertionError(
          text(
                  "%d of %d items fell by %.2f or more in %s",
                  fell.size(), comparison.n(), regression.drop, figures.get(0))
              + fallen(fell));
    }
  }

  private static String fallen(List<Change> changes) {
    return changes.stream()
        .limit(WORST)
        .map(
            change ->
                text(
                    "%n  %s  %.2f -> %.2f  expected %s  was %s  is %s",
                    change.id(),
                    change.scoreB(),
                    change.scoreA(),
                    change.expected(),
                    change.b(),
                    change.a()))
        .collect(Collectors.joining("", System.lineSeparator() + "fell most:", ""));
  }

  /** The ten worst items, a line each, behind a line of their own. */
  static String worst(Evaluation evaluation, String figure) {
    Stream<String> lines =
        evaluation.worst(figure, WORST).stream()
            .map(
                item ->
                    text(
                        "%n  %s  %.2f  expected %s  answered %s",
                        item.id(),
                        item.points(figure).score(),
                        item.expected(),
                        item.answer().isEmpty() ? "nothing" : item.answer()));
    return lines.collect(Collectors.joining("", System.lineSeparator() + "worst items:", ""));
  }

  static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
