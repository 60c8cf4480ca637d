package dev.ecomllm.examples.cli;

import dev.ecomllm.classify.ClassifierOptions;
import dev.ecomllm.eval.dataset.Case;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.TrainingExport;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ecomllm export-training}: labelled rows as training.jsonl. */
@Command(
    name = "export-training",
    description = {
      "Writes a conversation for each labelled row: the prompt that the task asks, and the answer.",
      "Rows that cannot be taught are told and left out."
    },
    mixinStandardHelpOptions = true)
final class ExportTrainingCommand implements Callable<Integer> {

  @Option(names = "--task", required = true, description = "${COMPLETION-CANDIDATES}.")
  private PredictCommand.TaskName task = PredictCommand.TaskName.CLASSIFY;

  @Option(
      names = "--strategy",
      description = "How a category is asked for: ${COMPLETION-CANDIDATES}; default: shortlist.")
  private EngineOptions.StrategyName strategy = EngineOptions.StrategyName.SHORTLIST;

  @Option(names = "--candidates", description = "Categories in a shortlist, 1 to 19; default: 19.")
  private int candidates = 19;

  @Option(
      names = "--words-only",
      description = "Makes shortlists without the embedding model; serve with the same.")
  private boolean wordsOnly;

  @Option(names = "--in", required = true, description = "Rows with the right answer.")
  private Path in = Path.of("");

  @Option(names = "--out", required = true, description = "The training.jsonl to write.")
  private Path out = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Dataset labelled = Dataset.read(in);
    TrainingExport export = export();
    int left = 0;
    try (RowWriter rows = RowWriter.create(out)) {
      for (Case each : labelled.cases()) {
        try {
          rows.write(export.row(each));
        } catch (IllegalArgumentException e) {
          left++;
          spec.commandLine()
              .getErr()
              .println(labelled.name() + ":" + each.row().line() + ": " + e.getMessage());
        }
      }
    }
    return left == 0 ? 0 : 1;
  }

  private TrainingExport export() {
    ClassifierOptions options = ClassifierOptions.defaults().withCandidates(candidates);
    return switch (task) {
      case CLASSIFY ->
          strategy == EngineOptions.StrategyName.PATH
              ? TrainingExport.path(options)
              : TrainingExport.shortlist(
                  (wordsOnly ? EmbeddedEcomLlm.openByWords() : EmbeddedEcomLlm.open()).categories(),
                  options);
      case EXTRACT -> TrainingExport.extract();
      case QA -> TrainingExport.qa();
    };
  }
}
