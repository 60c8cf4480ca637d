package dev.ecomllm.examples.cli;

import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.report.Report;
import dev.ecomllm.eval.score.ClassifyEvaluation;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.ExtractEvaluation;
import dev.ecomllm.eval.score.QaEvaluation;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that say what predictions are held against, and how intervals are found. */
final class EvaluationOptions {

  @Option(names = "--task", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
  private PredictCommand.TaskName task = PredictCommand.TaskName.CLASSIFY;

  @Option(
      names = "--gold",
      required = true,
      description = "Rows with the right answer: JSONL, or CSV by its name.")
  private Path gold = Path.of("");

  @Option(
      names = "--taxonomy",
      description = "The tree of all files: " + TaxonomyConverter.CHOICES + ".",
      converter = TaxonomyConverter.class,
      defaultValue = "google")
  private Taxonomy taxonomy = Taxonomy.google();

  @Option(
      names = "--resamples",
      description = "How often intervals are resampled; default ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private int resamples = 1_000;

  @Option(
      names = "--seed",
      description = "Where the random numbers start; default ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private long seed = 1;

  Path gold() {
    return gold;
  }

  Resampling resampling() {
    return new Resampling(resamples, seed, 0.95);
  }

  /**
   * Evaluates predictions.
   *
   * @throws IllegalArgumentException if there is nothing to evaluate them by
   */
  Evaluation evaluate(Path predictions, Resampling resampling) throws IOException {
    Evaluation evaluation =
        isCsv() ? ofDataset(predictions, resampling) : ofLines(predictions, resampling);
    if (evaluation.rows().getOrDefault("gold", 0L) == 0) {
      throw new IllegalArgumentException(gold + " has no rows");
    }
    return evaluation;
  }

  /** The report of an evaluation, with what was asked and answered in the worst rows. */
  Report report(Evaluation evaluation, Path predictions) throws IOException {
    Report report = Report.of(evaluation);
    return isCsv()
        ? report.withRows(Dataset.read(gold), predictions)
        : report.withRows(gold, predictions);
  }

  private boolean isCsv() {
    return gold.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /** Row by row, so that a million of them fit. */
  private Evaluation ofLines(Path predictions, Resampling resampling) throws IOException {
    return switch (task) {
      case CLASSIFY -> ClassifyEvaluation.of(gold, predictions, taxonomy, resampling);
      case EXTRACT -> ExtractEvaluation.of(gold, predictions, resampling);
      case QA -> QaEvaluation.of(gold, predictions, resampling);
    };
  }

  private Evaluation ofDataset(Path predictions, Resampling resampling) throws IOException {
    Dataset rows = Dataset.read(gold);
    return switch (task) {
      case CLASSIFY -> ClassifyEvaluation.of(rows, predictions, taxonomy, resampling);
      case EXTRACT -> ExtractEvaluation.of(rows, predictions, resampling);
      case QA -> QaEvaluation.of(rows, predictions, resampling);
    };
  }
}
