package dev.ecomllm.examples.cli;

import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.report.Report;
import dev.ecomllm.eval.score.ClassifyEvaluation;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.ExtractEvaluation;
import dev.ecomllm.eval.score.QaEvaluation;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ecomllm evaluate}: how good predictions are. */
@Command(
    name = "evaluate",
    description = {
      "Holds predictions against gold rows and prints the figures as JSON, each with n and"
          + " interval.",
      "Rows are matched by id. A failed call is counted apart; an invalid answer is wrong."
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

  /** The tasks. */
  enum EvaluatedTask {
    CLASSIFY,
    EXTRACT,
    QA
  }

  @Option(names = "--task", required = true, description = "${COMPLETION-CANDIDATES}.")
  private EvaluatedTask task = EvaluatedTask.CLASSIFY;

  @Option(names = "--gold", required = true, description = "Rows with the right answer.")
  private Path gold = Path.of("");

  @Option(names = "--predictions", required = true, description = "Rows of predict.")
  private Path predictions = Path.of("");

  @Option(names = "--report", description = "Folder for report.html, report.md and report.json.")
  private @Nullable Path report;

  @Option(
      names = "--taxonomy",
      description = "The tree of both files: " + TaxonomyConverter.CHOICES + ".",
      converter = TaxonomyConverter.class,
      defaultValue = "google")
  private Taxonomy taxonomy = Taxonomy.google();

  @Option(
      names = "--resamples",
      description = "How often intervals are resampled; default ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private int resamples = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Resampling resampling = new Resampling(resamples, 1, 0.95);
    Evaluation evaluation =
        switch (task) {
          case CLASSIFY -> ClassifyEvaluation.of(gold, predictions, taxonomy, resampling);
          case EXTRACT -> ExtractEvaluation.of(gold, predictions, resampling);
          case QA -> QaEvaluation.of(gold, predictions, resampling);
        };
    spec.commandLine().getOut().println(evaluation.toJson());
    if (report != null) {
      Map<String, String> about = new LinkedHashMap<>();
      about.put("Gold", String.valueOf(gold.getFileName()));
      about.put("Predictions", String.valueOf(predictions.getFileName()));
      Report.of(evaluation).withAbout(about).withRows(gold, predictions).write(report);
    }
    return evaluation.isComplete() ? 0 : 1;
  }
}
