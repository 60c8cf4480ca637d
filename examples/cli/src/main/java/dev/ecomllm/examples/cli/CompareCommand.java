package dev.ecomllm.examples.cli;

import dev.ecomllm.eval.compare.Comparison;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ecomllm compare}: is one prediction file better than another? */
@Command(
    name = "compare",
    description = {
      "Compares two prediction files on the same gold rows and prints JSON: for each figure A minus"
          + " B",
      "with interval, p, p corrected for all figures, and the smallest difference this n could have"
          + " shown; then the items that changed most."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  @Mixin private EvaluationOptions options = new EvaluationOptions();

  @Option(names = "--a", required = true, description = "Rows of predict.")
  private Path a = Path.of("");

  @Option(names = "--b", required = true, description = "Other rows of predict.")
  private Path b = Path.of("");

  @Option(
      names = "--figures",
      split = ",",
      description =
          "Names as evaluate prints them, the main one first; default: all of single rows.")
  private List<String> figures = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Resampling resampling = options.resampling();
    Evaluation first = evaluate(a);
    Evaluation second = evaluate(b);
    Comparison comparison =
        figures.isEmpty()
            ? Comparison.of(first, second, resampling)
            : Comparison.of(first, second, figures, resampling);
    figures.forEach(comparison::figure); // each of them, or none is printed
    spec.commandLine().getOut().println(comparison.toJson());
    return first.isComplete() && second.isComplete() ? 0 : 1;
  }

  /** Of each file only what its rows earned is needed, so its own intervals are not resampled. */
  private Evaluation evaluate(Path predictions) throws IOException {
    return options.evaluate(predictions, new Resampling(1, 1, 0.95));
  }
}
