package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.bulk.Summary;
import dev.ecomllm.eval.dataset.ClassifyRows;
import dev.ecomllm.eval.dataset.ExtractRows;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.QaRows;
import dev.ecomllm.eval.dataset.TaskRows;
import dev.ecomllm.extract.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ecomllm predict}: one output row per input row, same id, in input order. */
@Command(
    name = "predict",
    description = "Answers every row of a JSONL file.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {

  /** Which question is asked of every row. */
  enum TaskName {
    CLASSIFY,
    EXTRACT,
    QA;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(names = "--task", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
  private TaskName task = TaskName.CLASSIFY;

  @Option(names = "--in", required = true, description = "JSONL rows to answer.")
  private Path in = Path.of("");

  @Option(names = "--out", required = true, description = "JSONL rows to write.")
  private Path out = Path.of("");

  @Option(
      names = "--concurrency",
      description = "Rows at once; default: as many as processors, 32 on an endpoint.")
  private int concurrency;

  @Option(
      names = "--resume",
      description = "Keeps the rows that --out has already and goes on behind them.")
  private boolean resume;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(in)) {
      throw new IllegalArgumentException("no such file: " + in);
    }
    if (concurrency < 0) {
      throw new IllegalArgumentException("--concurrency must be at least 1");
    }
    try (Engine opened = engine.open(task)) {
      return switch (task) {
        case CLASSIFY ->
            run(new ClassifyRows(opened.scope()), opened.classifier()::classify, opened);
        case EXTRACT ->
            run(
                new ExtractRows(SchemaRegistry.builtin()::schemaFor),
                opened.extractor()::extract,
                opened);
        case QA -> run(new QaRows(), opened.qa()::ask, opened);
      };
    }
  }

  private <I, O> int run(TaskRows<I, O> rows, Function<I, O> ask, Engine opened)
      throws IOException {
    long total = JsonLines.count(in);
    int atOnce = concurrency > 0 ? concurrency : opened.defaultConcurrency();
    try (JsonLines input = JsonLines.open(in)) {
      long kept = resume ? Resume.keepWhatIsDone(out, input) : 0;
      try (Writer output =
              Files.newBufferedWriter(
                  out,
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  resume ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          ProgressBar bar = Progress.bar(task.toString(), total)) {
        bar.stepTo(kept);
        Summary summary =
            Bulk.<JsonLines.Row, O>of(row -> ask.apply(read(rows, row)))
                .concurrency(atOnce)
                .run(
                    input,
                    outcome -> {
                      write(output, row(rows, outcome));
                      bar.step();
                    });
        if (summary.failed() > 0) {
          System.err.println(summary.failed() + " of " + summary.total() + " rows failed");
        }
        return summary.failed() == 0 ? 0 : 1;
      }
    }
  }

  private static <I> I read(TaskRows<I, ?> rows, JsonLines.Row row) {
    if (!row.problem().isEmpty()) {
      throw new IllegalArgumentException(row.problem());
    }
    return rows.read(row);
  }

  private static <I, O> ObjectNode row(TaskRows<I, O> rows, Outcome<JsonLines.Row, O> outcome) {
    if (outcome instanceof Outcome.Success<JsonLines.Row, O> success) {
      return rows.answered(success.input(), success.answer());
    }
    return TaskRows.failed(outcome.input(), ((Outcome.Failure<JsonLines.Row, O>) outcome).error());
  }

  private static void write(Writer output, ObjectNode row) {
    try {
      output.write(row + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
