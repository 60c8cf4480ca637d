package dev.ecomllm.eval.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.eval.dataset.Case;
import dev.ecomllm.eval.dataset.ClassifyRows;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.ExtractRows;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

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
  private final TaskRows<I, O> rows;
  private final Function<I, O> task;
  private final Map<String, String> manifest;
  private final int concurrency;
  private final int twice;

  private EvaluationRun(
      Dataset dataset,
      TaskRows<I, O> rows,
      Function<I, O> task,
      Map<String, String> manifest,
      int concurrency,
      int twice) {
    this.dataset = dataset;
    this.rows = rows;
    this.task = task;
    this.manifest = Map.copyOf(manifest);
    this.concurrency = concurrency;
    this.twice = twice;
  }

  /**
   * A run, as many cases at once as the JVM has processors, with none asked twice.
   *
   * @param rows how the task's rows are read and written
   * @param task thread-safe, such as {@code classifier::classify}
   */
  public static <I, O> EvaluationRun<I, O> of(
      Dataset dataset, TaskRows<I, O> rows, Function<I, O> task) {
    return new EvaluationRun<>(
        dataset, rows, task, Map.of(), Runtime.getRuntime().availableProcessors(), 0);
  }

  /**
   * This run with more in its manifest: what answers depend on besides the case, such as {@code
   * model}, {@code prompt} (a hash), {@code taxonomy}, or a setting.
   */
  public EvaluationRun<I, O> with(String name, String value) {
    Map<String, String> more = new TreeMap<>(manifest);
    more.put(name, value);
    return new EvaluationRun<>(dataset, rows, task, more, concurrency, twice);
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
    return of(dataset, new ClassifyRows(scope), classifier::classify).with(by);
  }

  /** A run of an extractor; what a built-in one depends on is in the manifest. */
  public static EvaluationRun<ExtractRequest, ExtractedAttributes> extract(
      Dataset dataset, AttributeExtractor extractor) {
    return of(dataset, new ExtractRows(SchemaRegistry.builtin()::schemaFor), extractor::extract)
        .with(fingerprint(extractor));
  }

  /** A run of questions; what a built-in task depends on is in the manifest. */
  public static EvaluationRun<QaRequest, Answer> qa(Dataset dataset, ProductQa qa) {
    return of(dataset, new QaRows(), qa::ask).with(fingerprint(qa));
  }

  private static Map<String, String> fingerprint(Object task) {
    return task instanceof Answerer built ? built.fingerprint() : Map.of();
  }

  private EvaluationRun<I, O> with(Map<String, String> settings) {
    Map<String, String> more = new TreeMap<>(manifest);
    more.putAll(settings);
    return new EvaluationRun<>(dataset, rows, task, more, concurrency, twice);
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
    return new EvaluationRun<>(dataset, rows, task, manifest, concurrency, twice);
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
    return new EvaluationRun<>(dataset, rows, task, manifest, concurrency, cases);
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
          dataset.cases().stream().filter(each -> !answers.has(each.id())).iterator(),
          outcome -> add(answers, outcome));
      answers.finish(dataset);
      int failed = dataset.size() - answers.answered();
      return new RunResult(now, predictions, kept, failed, determinism());
    }
  }

  private void ask(Iterator<Case> cases, Consumer<Outcome<Case, O>> sink) {
    Bulk.<Case, O>of(each -> task.apply(rows.read(each.row())))
        .concurrency(concurrency)
        .run(cases, sink);
  }

  private void add(Predictions answers, Outcome<Case, O> outcome) {
    try {
      answers.add(outcome.input().id(), row(outcome));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode row(Outcome<Case, O> outcome) {
    if (outcome instanceof Outcome.Success<Case, O> success) {
      return rows.answered(success.input().row(), success.answer());
    }
    return TaskRows.failed(outcome.input().row(), ((Outcome.Failure<Case, O>) outcome).error());
  }

  /** Both answers are asked for now, one after the other: a kept one may be of another day. */
  private Determinism determinism() {
    List<Case> sample = new ArrayList<>();
    int count = Math.min(twice, dataset.size());
    for (int i = 0; i < count; i++) {
      sample.add(dataset.cases().get((int) ((long) i * dataset.size() / count)));
    }
    Map<String, ObjectNode> first = new TreeMap<>();
    ask(sample.iterator(), outcome -> first.put(outcome.input().id(), row(outcome)));
    Set<String> differing = new LinkedHashSet<>();
    ask(
        sample.iterator(),
        outcome -> {
          if (!row(outcome).equals(first.get(outcome.input().id()))) {
            differing.add(outcome.input().id());
          }
        });
    return new Determinism(sample.size(), differing);
  }
}
