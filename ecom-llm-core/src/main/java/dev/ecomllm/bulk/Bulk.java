package dev.ecomllm.bulk;

import dev.ecomllm.task.Answerer;
import dev.ecomllm.task.ServerLoad;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task over many items, several at once: a failed item is an outcome like any other, only a few
 * items for each that is being asked are held in memory, and a journal takes up a run where it
 * stopped.
 *
 * <pre>{@code
 * Summary s = Bulk.of(llm.classifier())
 *     .journal(Path.of("run.jsonl"))
 *     .run(products.iterator(), outcome -> sink.write(outcome));
 * }</pre>
 *
 * An answer is taken to depend on what is asked alone: what equals something that is being asked
 * just now is not asked again, and gets the same answer. Retries are the task's business; but where
 * a server that answered before goes down or is full for longer than a call can wait, up to two
 * minutes, the items that failed are asked again once it is back. Immutable, and can be run any
 * number of times; a run uses threads of its own, virtual ones where the JVM has them and there is
 * a server to wait for.
 *
 * @param <I> an item
 * @param <O> the typed answer
 */
public final class Bulk<I, O> {

  private final Question<I, ?, O> question;
  private final Optional<Answerer> answerer;
  private final Settings<O> settings;

  /** What was set. Absent is the default. */
  private record Settings<O>(
      OptionalInt concurrency,
      boolean inOrder,
      Optional<Path> journal,
      Map<String, String> fingerprint,
      Optional<Class<O>> answers,
      OptionalLong expected,
      Consumer<Progress> listener) {}

  private Bulk(Question<I, ?, O> question, Optional<Answerer> answerer, Settings<O> settings) {
    this.question = question;
    this.answerer = answerer;
    this.settings = settings;
  }

  /**
   * A run of a task: a classifier, an extractor, something that answers questions, or any function
   * that can be called from several threads.
   */
  public static <I, O> Bulk<I, O> of(Function<I, O> task) {
    return new Bulk<>(
        new Question<>((I item) -> item, task),
        task instanceof Answerer answerer ? Optional.of(answerer) : Optional.empty(),
        new Settings<>(
            OptionalInt.empty(),
            true,
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            OptionalLong.empty(),
            progress -> {}));
  }

  /**
   * This run over other items, each of which holds what is asked about.
   *
   * @param reader called on the thread of {@link #run}; what it throws is the item's failure
   */
  public <J> Bulk<J, O> reading(Function<? super J, ? extends I> reader) {
    return new Bulk<>(question.reading(reader), answerer, settings);
  }

  /**
   * This run with a fixed number of items at once. By default a task that a server answers starts
   * with 8 and finds out how many the server can take, up to 1,024; any other has as many as the
   * JVM has processors.
   *
   * @param concurrency at least 1
   * @throws IllegalArgumentException if it is less
   */
  public Bulk<I, O> concurrency(int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
    }
    return with(
        new Settings<>(
            OptionalInt.of(concurrency),
            settings.inOrder,
            settings.journal,
            settings.fingerprint,
            settings.answers,
            settings.expected,
            settings.listener));
  }

  /** This run with outcomes as they come. By default they come in the order of the input. */
  public Bulk<I, O> asCompleted() {
    return with(
        new Settings<>(
            settings.concurrency,
            false,
            settings.journal,
            settings.fingerprint,
            settings.answers,
            settings.expected,
            settings.listener));
  }

  /**
   * This run with a journal: a file that holds every outcome before the sink is told of it. If the
   * process dies, the same run on the same file starts again from the first item: the sink is told
   * of <em>every</em> item, those of the journal at once and without asking, so that its output is
   * complete after each run that ends. (A sink that writes a file writes it anew.)
   *
   * <p>However a process ends, nothing that the sink was told of is asked again, and at most what
   * was on its way is. A power cut may lose the last second: rows are forced to the disk once a
   * second and at the end. Failures that may pass ({@code isRetryable()}) are not kept: the next
   * run asks again. A half-written last line is dropped; any other damage is an error.
   *
   * <p>A journal belongs to one model, prompt, taxonomy and input: items are compared by a hash of
   * their JSON, and the same run may go on with more items at the end. One file is used by one run
   * at a time. A run that takes up a journal needs 8 bytes of memory for each of its items.
   *
   * @param file in the default file system; made, with its folder, if it is not there
   */
  public Bulk<I, O> journal(Path file) {
    return with(
        new Settings<>(
            settings.concurrency,
            settings.inOrder,
            Optional.of(file),
            settings.fingerprint,
            settings.answers,
            settings.expected,
            settings.listener));
  }

  /**
   * What answers depend on besides the items, for the journal of a function; built-in tasks tell it
   * themselves, and what is given here is added to that.
   *
   * @param fingerprint any text that changes when answers do, such as {@code "translate v2"}
   * @param answers what the answers are: a record, an interface sealed over records, or whatever
   *     else Jackson can write and read without help
   */
  public Bulk<I, O> fingerprint(String fingerprint, Class<O> answers) {
    return with(
        new Settings<>(
            settings.concurrency,
            settings.inOrder,
            settings.journal,
            Map.of("given", fingerprint),
            Optional.of(answers),
            settings.expected,
            settings.listener));
  }

  /** This run, knowing how many items there will be, so that it can say how long the rest takes. */
  public Bulk<I, O> expecting(long items) {
    return with(
        new Settings<>(
            settings.concurrency,
            settings.inOrder,
            settings.journal,
            settings.fingerprint,
            settings.answers,
            OptionalLong.of(items),
            settings.listener));
  }

  /**
   * This run with a listener that is told how far it has come: about once a second, on the thread
   * of {@link #run}, and at the end. What it throws ends the run.
   */
  public Bulk<I, O> progress(Consumer<Progress> listener) {
    return with(
        new Settings<>(
            settings.concurrency,
            settings.inOrder,
            settings.journal,
            settings.fingerprint,
            settings.answers,
            settings.expected,
            listener));
  }

  private Bulk<I, O> with(Settings<O> other) {
    return new Bulk<>(question, answerer, other);
  }

  /**
   * Runs to the end of the input, or until the thread is interrupted.
   *
   * @param inputs read on this thread, one by one, as room gets free; what it throws ends the run
   * @param sink called on this thread, once for each item; what it throws ends the run
   * @throws CancellationException if the thread is interrupted; its flag stays set, and what was
   *     being asked is interrupted too
   * @throws IllegalStateException if there is a journal and the task is a function without a {@link
   *     #fingerprint}
   * @throws IllegalArgumentException if there is a journal and an item or an answer cannot be
   *     written as JSON
   * @throws JournalException if the journal cannot be used for this run
   * @throws UncheckedIOException if the journal cannot be read or written
   */
  public Summary run(Iterator<? extends I> inputs, Consumer<? super Outcome<I, O>> sink) {
    boolean waiting =
        settings.concurrency.orElse(server().isPresent() ? AdaptiveLimit.MOST : 1)
            > Runtime.getRuntime().availableProcessors();
    return run(question, inputs, sink, Workers.threads(waiting));
  }

  /** For tests: in a time of their own. */
  Summary run(
      Iterator<? extends I> inputs, Consumer<? super Outcome<I, O>> sink, Workers<?> workers) {
    return run(question, inputs, sink, workers);
  }

  // The threads carry whatever this run hands back; the watch is only to be closed.
  @SuppressWarnings({"unchecked", "try"})
  private <K> Summary run(
      Question<I, K, O> asking,
      Iterator<? extends I> inputs,
      Consumer<? super Outcome<I, O>> sink,
      Workers<?> threads) {
    Workers<BulkRun.Item<I, K, O>> workers = (Workers<BulkRun.Item<I, K, O>>) threads;
    AtOnce atOnce = atOnce(workers);
    try (workers;
        ServerLoad.@Nullable Watch watch = watch(atOnce);
        @Nullable Journal<O> journal = open(workers.nanoTime())) {
      return new BulkRun<>(
              asking,
              inputs,
              sink,
              settings.inOrder,
              atOnce,
              workers,
              server().map(load -> new Patience()),
              Optional.ofNullable(journal),
              new ProgressMeter(settings.listener, settings.expected, workers.nanoTime()))
          .run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the run was interrupted");
    }
  }

  private Optional<ServerLoad> server() {
    return answerer.flatMap(Answerer::load);
  }

  private AtOnce atOnce(Workers<?> workers) {
    if (settings.concurrency.isPresent()) {
      return AtOnce.fixed(settings.concurrency.getAsInt());
    }
    return server().isPresent()
        ? new AdaptiveLimit(workers::nanoTime)
        : AtOnce.fixed(Runtime.getRuntime().availableProcessors());
  }

  private ServerLoad.@Nullable Watch watch(AtOnce atOnce) {
    return atOnce instanceof AdaptiveLimit limit
        ? server().map(load -> load.watch(limit)).orElse(null)
        : null;
  }

  private @Nullable Journal<O> open(long now) {
    if (settings.journal.isEmpty()) {
      return null;
    }
    Map<String, String> fingerprint = new TreeMap<>(settings.fingerprint);
    answerer.ifPresent(known -> fingerprint.putAll(known.fingerprint()));
    if (fingerprint.isEmpty()) {
      throw new IllegalStateException(
          "a journal of a function needs a fingerprint: what its answers depend on");
    }
    Class<?> answers =
        settings
            .answers
            .<Class<?>>map(given -> given)
            .orElseGet(() -> answerer.orElseThrow().answers());
    return Journal.open(
        settings.journal.get(),
        fingerprint,
        new JournalRows<>(answers, answerer.flatMap(Answerer::taxonomy)),
        now);
  }
}
