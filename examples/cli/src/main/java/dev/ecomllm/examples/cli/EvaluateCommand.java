package dev.ecomllm.examples.cli;

import dev.ecomllm.eval.score.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private EvaluationOptions options = new EvaluationOptions();

  @Option(names = "--predictions", required = true, description = "Rows of predict.")
  private Path predictions = Path.of("");

  @Option(names = "--report", description = "Folder for report.html, report.md and report.json.")
  private @Nullable Path report;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Evaluation evaluation = options.evaluate(predictions, options.resampling());
    spec.commandLine().getOut().println(evaluation.toJson());
    if (report != null) {
      Map<String, String> about = new LinkedHashMap<>();
      about.put("Gold", String.valueOf(options.gold().getFileName()));
      about.put("Predictions", String.valueOf(predictions.getFileName()));
      options.report(evaluation, predictions).withAbout(about).write(report);
    }
    return evaluation.isComplete() ? 0 : 1;
  }
}
