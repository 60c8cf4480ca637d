package dev.ecomllm.eval.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.eval.dataset.Case;
import dev.ecomllm.eval.dataset.ClassifyRows;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.ExtractRows;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.QaRows;
import dev.ecomllm.eval.dataset.TaskRows;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.extract.SchemaRegistry;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.task.Answerer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Asks a task about every case of a dataset. The predictions file is the one that {@code ecomllm
 * predict} writes and {@code ecomllm evaluate} reads; beside it stands a manifest. A run that was
 * interrupted goes on where it stopped, and asks again what failed. Immutable.
 *
 * <p>Answers from a cache say nothing about a model's determinism: ask without one.
 *
 * @param <I> what the task is asked about
 * @param <O> its answer
 */
public final class EvaluationRun<I, O> {

  private final Dataset dataset;
  private final RowTask<I, O> task;
  private final Map<String, String> manifest;
  private final OptionalInt concurrency;
  private final int twice;

  private EvaluationRun(
      Dataset dataset,
      RowTask<I, O> task,
      Map<String, String> manifest,
      OptionalInt concurrency,
      int twice) {
    this.dataset = dataset;
    this.task = task;
    this.manifest = Map.copyOf(manifest);
    this.concurrency = concurrency;
    this.twice = twice;
  }

  /**
   * A run, as many cases at once as {@link Bulk} finds right, with none asked twice.
   *
   * @param rows how the task's rows are read and written
   * @param task thread-safe, such as a classifier
   */
  public static <I, O> EvaluationRun<I, O> of(
      Dataset dataset, TaskRows<I, O> rows, Function<I, O> task) {
    return new EvaluationRun<>(dataset, RowTask.of(rows, task), Map.of(), OptionalInt.empty(), 0);
  }

  /**
   * This run with more in its manifest: what answers depend on besides the case, such as {@code
   * model}, {@code prompt} (a hash), {@code taxonomy}, or a setting.
   */
  public EvaluationRun<I, O> with(String name, String value) {
    Map<String, String> more = new TreeMap<>(manifest);
    more.put(name, value);
    return new EvaluationRun<>(dataset, task, more, concurrency, twice);
  }

  /** A run of a classifier; what a built-in one depends on is in the manifest. */
  public static EvaluationRun<Product, Classification> classify(
      Dataset dataset, ProductClassifier classifier) {
    Map<String, String> by = fingerprint(classifier);
    CalibrationScope scope =
        new CalibrationScope(
            "classify",
            by.getOrDefault("model", ""),
            by.getOrDefault("prompt", ""),
            by.getOrDefault("taxonomy", ""));
    return of(dataset, new ClassifyRows(scope), classifier).with(by);
  }

  /** A run of an extractor; what a built-in one depends on is in the manifest. */
  public static EvaluationRun<ExtractRequest, ExtractedAttributes> extract(
      Dataset dataset, AttributeExtractor extractor) {
    return of(dataset, new ExtractRows(SchemaRegistry.builtin()::schemaFor), extractor)
        .with(fingerprint(extractor));
  }

  /** A run of questions; what a built-in task depends on is in the manifest. */
  public static EvaluationRun<QaRequest, Answer> qa(Dataset dataset, ProductQa qa) {
    return of(dataset, new QaRows(), qa).with(fingerprint(qa));
  }

  private static Map<String, String> fingerprint(Object task) {
    return task instanceof Answerer built ? built.fingerprint() : Map.of();
  }

  private EvaluationRun<I, O> with(Map<String, String> settings) {
    Map<String, String> more = new TreeMap<>(manifest);
    more.putAll(settings);
    return new EvaluationRun<>(dataset, task, more, concurrency, twice);
  }

  /**
   * This run with another number of cases at once.
   *
   * @param concurrency at least 1
   * @throws IllegalArgumentException if it is less
   */
  public EvaluationRun<I, O> concurrency(int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
    }
    return new EvaluationRun<>(dataset, task, manifest, OptionalInt.of(concurrency), twice);
  }

  /**
   * This run with some cases, spread over the dataset, asked a second time: at temperature 0 the
   * answers should be the same, and servers' batching may have it otherwise.
   *
   * @param cases how many at most; 0 for none
   * @throws IllegalArgumentException if it is negative
   */
  public EvaluationRun<I, O> askTwice(int cases) {
    if (cases < 0) {
      throw new IllegalArgumentException("cases to ask twice: " + cases);
    }
    return new EvaluationRun<>(dataset, task, manifest, concurrency, cases);
  }

  /**
   * This run with a trace in each row: what the model was asked and wrote, milliseconds and tokens,
   * for a report. By default there is none, since prompts and replies repeat product text.
   *
   * @param tracer also a listener of the task's model, where there is one
   */
  public EvaluationRun<I, O> traced(Tracer tracer) {
    return new EvaluationRun<>(dataset, task.traced(tracer), manifest, concurrency, twice);
  }

  /**
   * Runs, or goes on with an earlier run into the same file.
   *
   * @throws IllegalArgumentException if the file is of a run with another manifest; the message
   *     says what differs
   */
  public RunResult run(Path predictions) throws IOException {
    RunManifest now = RunManifest.of(dataset, manifest);
    if (Files.exists(RunManifest.fileOf(predictions))) {
      now.mustContinue(RunManifest.read(predictions));
    } else if (Files.exists(predictions)) {
      throw new IllegalArgumentException(
          predictions.getFileName() + " has no manifest: nobody knows what its answers are of");
    }
    now.write(predictions);
    try (Predictions answers = Predictions.resume(predictions)) {
      int kept = answers.answered();
      ask(
          rows(dataset.cases().stream().filter(each -> !answers.has(each.id()))),
          (asked, row) -> add(answers, asked.id(), row));
      answers.finish(dataset);
      int failed = dataset.size() - answers.answered();
      return new RunResult(now, predictions, kept, failed, determinism());
    }
  }

  private void ask(Iterator<JsonLines.Row> cases, BiConsumer<JsonLines.Row, ObjectNode> sink) {
    Bulk<JsonLines.Row, ObjectNode> asking = Bulk.of(task);
    if (concurrency.isPresent()) {
      asking = asking.concurrency(concurrency.getAsInt());
    }
    asking.run(cases, outcome -> sink.accept(outcome.input(), task.row(outcome)));
  }

  private static void add(Predictions answers, String id, ObjectNode row) {
    try {
      answers.add(id, row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both answers are asked for now, one after the other: a kept one may be of another day. */
  private Determinism determinism() {
    List<Case> sample = new ArrayList<>();
    int count = Math.min(twice, dataset.size());
    for (int i = 0; i < count; i++) {
      sample.add(dataset.cases().get((int) ((long) i * dataset.size() / count)));
    }
    Map<String, ObjectNode> first = new TreeMap<>();
    ask(rows(sample.stream()), (asked, row) -> first.put(asked.id(), row.without("trace")));
    Set<String> differing = new LinkedHashSet<>();
    ask(
        rows(sample.stream()),
        (asked, row) -> {
          if (!row.without("trace").equals(first.get(asked.id()))) {
            differing.add(asked.id());
          }
        });
    return new Determinism(sample.size(), differing);
  }

  private static Iterator<JsonLines.Row> rows(Stream<Case> cases) {
    return cases.map(Case::row).iterator();
  }
}
