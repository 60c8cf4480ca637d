package dev.ecomllm.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The entry: {@code java -jar ecomllm.jar <command>}. Exit codes: 0 done, 1 some rows failed, 2
 * wrong use.
 */
@Command(
    name = "ecomllm",
    description = "Product classification, attribute extraction and product questions.",
    mixinStandardHelpOptions = true,
    version = "ecomllm 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      // By name.
      CalibrateCommand.class,
      CompareCommand.class,
      DistilCommand.class,
      EcInstructCommand.class,
      EvaluateCommand.class,
      ExportTrainingCommand.class,
      IngestCommand.class,
      LexiconCommand.class,
      MetricCommand.class,
      MigrateCommand.class,
      PredictCommand.class,
      RepairCommand.class,
      ReviewCommand.class,
    })
public final class EcomLlmCommand {

  private EcomLlmCommand() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs the command and returns its code. */
  static int execute(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new EcomLlmCommand())
        .setExecutionExceptionHandler(EcomLlmCommand::explain)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** A user gets a sentence, not a stack trace. */
  private static int explain(
      Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    boolean wrongUse = problem instanceof IllegalArgumentException;
    command.getErr().println("ecomllm: " + message(problem));
    return wrongUse ? 2 : 1;
  }

  private static String message(Exception problem) {
    return problem instanceof java.nio.file.NoSuchFileException missing
        ? "no such file: " + missing.getFile()
        : problem instanceof java.io.UncheckedIOException wrapped && wrapped.getCause() != null
            ? message(wrapped.getCause())
            : String.valueOf(
                problem.getMessage() == null
                    ? problem.getClass().getSimpleName()
                    : problem.getMessage());
  }
}
