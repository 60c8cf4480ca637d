package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.JournalException;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.bulk.Summary;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.eval.dataset.ClassifyRows;
import dev.ecomllm.eval.dataset.ExtractRows;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.QaRows;
import dev.ecomllm.eval.dataset.TaskRows;
import dev.ecomllm.eval.run.RowTask;
import dev.ecomllm.eval.run.Tracer;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.extract.SchemaRegistry;
import dev.ecomllm.qa.Answer;
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
      description =
          "Rows at once; default: as many as an endpoint takes, else as there are processors.")
  private int concurrency;

  @Option(
      names = "--resume",
      description =
          "Goes on with a run that ended early: rows that are done are kept, by the journal beside"
              + " --out or, without one, as they stand there.")
  private boolean resume;

  @Option(
      names = "--trace",
      description =
          "Adds to each row what the model was asked and wrote, milliseconds and tokens, for"
              + " evaluate --report. Prompts and replies repeat product text.")
  private boolean traced;

  @Mixin private EngineOptions engine = new EngineOptions();

  private final Tracer tracer = new Tracer();

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(in)) {
      throw new IllegalArgumentException("no such file: " + in);
    }
    if (concurrency < 0) {
      throw new IllegalArgumentException("--concurrency must be at least 1");
    }
    try (Engine opened = engine.open(task, tracer)) {
      return switch (task) {
        case CLASSIFY ->
            run(new ClassifyRows(opened.scope()), opened.classifier(), Classification.class);
        case EXTRACT ->
            run(
                new ExtractRows(SchemaRegistry.builtin()::schemaFor),
                opened.extractor(),
                ExtractedAttributes.class);
        case QA -> run(new QaRows(), opened.qa(), Answer.class);
      };
    } catch (JournalException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private <I, O> int run(TaskRows<I, O> rows, Function<I, O> task, Class<O> answers)
      throws IOException {
    if (traced) {
      // The journal then keeps whole rows, so that the traces are there after a restart.
      RowTask<I, O> byRow = RowTask.of(rows, task).traced(tracer);
      return run(Bulk.of(byRow), ObjectNode.class, byRow::row);
    }
    return run(
        Bulk.of(task).reading(row -> read(rows, row)), answers, outcome -> row(rows, outcome));
  }

  private <O> int run(
      Bulk<JsonLines.Row, O> asking,
      Class<O> answers,
      Function<Outcome<JsonLines.Row, O>, ObjectNode> toRow)
      throws IOException {
    Path journal = out.resolveSibling(out.getFileName() + ".journal");
    if (!resume) {
      Files.deleteIfExists(journal);
    }
    long total = JsonLines.count(in);
    try (JsonLines input = JsonLines.open(in)) {
      boolean journaled = !resume || Files.exists(journal) || !Files.exists(out);
      long kept = journaled ? 0 : Resume.keepWhatIsDone(out, input);
      Bulk<JsonLines.Row, O> bulk = asking;
      if (concurrency > 0) {
        bulk = bulk.concurrency(concurrency);
      }
      if (journaled) {
        bulk = bulk.journal(journal).fingerprint(engine.fingerprint(), answers);
      }
      Summary summary;
      boolean[] worthAnotherRun = new boolean[1];
      try (Writer output =
              Files.newBufferedWriter(
                  out,
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  journaled ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND,
                  StandardOpenOption.WRITE);
          ProgressBar bar = Progress.bar(task.toString(), total)) {
        bar.stepTo(kept);
        summary =
            bulk.progress(progress -> bar.stepTo(kept + progress.done()))
                .run(
                    input,
                    outcome -> {
                      worthAnotherRun[0] |= mayPass(outcome);
                      write(output, toRow.apply(outcome));
                    });
      }
      if (!worthAnotherRun[0]) {
        Files.deleteIfExists(journal);
      }
      if (summary.failed() > 0) {
        System.err.println(
            summary.failed()
                + " of "
                + summary.total()
                + " rows failed"
                + (worthAnotherRun[0] ? "; --resume asks again what may pass" : ""));
      }
      return summary.failed() == 0 ? 0 : 1;
    }
  }

  private static boolean mayPass(Outcome<?, ?> outcome) {
    return outcome instanceof Outcome.Failure<?, ?> failure
        && failure.error() instanceof EcomLlmException error
        && error.isRetryable();
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
