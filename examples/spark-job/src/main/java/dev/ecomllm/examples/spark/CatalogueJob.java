package dev.ecomllm.examples.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The job, for {@code spark-submit}. */
@Command(
    name = "catalogue",
    description = {
      "Categories, and attributes if wanted, of every product of a catalogue.",
      "Run it again with the same --out, and what is done is not asked again."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CatalogueJob implements Callable<Integer> {

  @Option(names = "--in", required = true, description = "The catalogue: a file or a folder.")
  private String in = "";

  @Option(
      names = "--format",
      defaultValue = "parquet",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private CatalogueFormat format = CatalogueFormat.PARQUET;

  @Option(names = "--read", description = "An option of Spark's reader, such as --read sep=;")
  private Map<String, String> read = new LinkedHashMap<>();

  @Option(names = "--out", required = true, description = "The folder of this run.")
  private String out = "";

  @Option(
      names = "--slices",
      defaultValue = "20",
      description = "What is done is kept by the slice; default ${DEFAULT-VALUE}.")
  private int slices = 20;

  @Option(
      names = "--most-slices",
      defaultValue = "2147483647",
      description = "Stop after so many slices: for a night at a time.")
  private int mostSlices = Integer.MAX_VALUE;

  @Option(
      names = "--engine",
      defaultValue = "embedded",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private EngineSettings.Kind engine = EngineSettings.Kind.EMBEDDED;

  @Option(
      names = "--endpoint",
      defaultValue = "",
      description = "The model server; its key is in ECOM_LLM_API_KEY on the executors.")
  private String endpoint = "";

  @Option(names = "--model", defaultValue = "", description = "What the server serves.")
  private String model = "";

  @Option(names = "--attributes", description = "Extract attributes too.")
  private boolean attributes;

  @Option(
      names = "--at-once",
      defaultValue = "1",
      description = {
        "Products that each core asks about at once; default ${DEFAULT-VALUE}, right for an engine",
        "in the executor. On a server: its capacity divided by all cores of the job."
      })
  private int atOnce = 1;

  private CatalogueJob() {}

  /** Exit codes: 0 done, 1 there is more, 2 wrong use or failed. */
  public static void main(String[] args) {
    int status = command().execute(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  static CommandLine command() {
    return new CommandLine(new CatalogueJob())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (error, command, parsed) -> {
              if (error instanceof IllegalArgumentException) {
                command.getErr().println(error.getMessage());
                return 2;
              }
              throw error;
            })
        .setExitCodeExceptionMapper(error -> 2);
  }

  @Override
  public Integer call() throws IOException {
    CatalogueRun run =
        new CatalogueRun(
            in,
            format,
            read,
            out,
            slices,
            mostSlices,
            new EngineSettings(engine, endpoint, model, attributes, atOnce));
    try (SparkSession spark = SparkSession.builder().appName("ecom-llm").getOrCreate()) {
      return run.run(spark, new PrintStream(System.out, true, StandardCharsets.UTF_8)) ? 0 : 1;
    }
  }
}
