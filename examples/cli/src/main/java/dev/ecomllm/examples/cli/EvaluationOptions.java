package dev.ecomllm.examples.cli;

import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.ClassifyEvaluation;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.ExtractEvaluation;
import dev.ecomllm.eval.score.QaEvaluation;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that say what predictions are held against, and how intervals are found. */
final class EvaluationOptions {

  @Option(names = "--task", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
  private PredictCommand.TaskName task = PredictCommand.TaskName.CLASSIFY;

  @Option(names = "--gold", required = true, description = "Rows with the right answer.")
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

  Evaluation evaluate(Path predictions, Resampling resampling) throws IOException {
    return switch (task) {
      case CLASSIFY -> ClassifyEvaluation.of(gold, predictions, taxonomy, resampling);
      case EXTRACT -> ExtractEvaluation.of(gold, predictions, resampling);
      case QA -> QaEvaluation.of(gold, predictions, resampling);
    };
  }
}
