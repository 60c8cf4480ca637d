package dev.ecomllm.examples.cli;

import dev.ecomllm.eval.dataset.Case;
import dev.ecomllm.eval.dataset.EcInstruct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ecomllm ecinstruct}: rows of ECInstruct as gold rows. */
@Command(
    name = "ecinstruct",
    description = {
      "Writes rows of a downloaded ECInstruct file as labelled rows of our tasks, to train on or to",
      "evaluate with. Its licence is the reader's to accept."
    },
    mixinStandardHelpOptions = true)
final class EcInstructCommand implements Callable<Integer> {

  @Option(names = "--source", required = true, description = "Its task: ${COMPLETION-CANDIDATES}.")
  private EcInstruct.Source source = EcInstruct.Source.ATTRIBUTE_VALUE_EXTRACTION;

  @Option(names = "--split", required = true, description = "train, val or test.")
  private String split = "";

  @Option(
      names = "--setting",
      description = "Default: ${DEFAULT-VALUE}, the one to train on.",
      defaultValue = "IND_Diverse_Instruction")
  private String setting = "";

  @Option(names = "--in", required = true, description = "The file: a JSON array or JSONL.")
  private Path in = Path.of("");

  @Option(names = "--out", required = true, description = "Labelled rows to write.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    try (RowWriter rows = RowWriter.create(out)) {
      for (Case each : EcInstruct.read(in, source, split, setting).cases()) {
        rows.write(each.object());
      }
    }
    return 0;
  }
}
