package dev.ecomllm.bulk;

import dev.ecomllm.error.ModelCallException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run. The thread that called for it reads, starts, journals and hands over, in {@link #run()};
 * others only ask the task. Nothing here is shared between threads but {@link Workers} and {@link
 * AtOnce}.
 */
final class BulkRun<I, K, O> {

  /** Items held for each that may be asked, so that one slow item does not stop the others. */
  private static final int HELD_FOR_EACH = 8;

  private static final int HELD_AT_LEAST = 1_024;

  private static final byte[] NO_ROW = {};

  private final Question<I, K, O> question;
  private final Iterator<? extends I> inputs;
  private final Consumer<? super Outcome<I, O>> sink;
  private final boolean inOrder;
  private final AtOnce atOnce;
  private final Workers<Done<I, K, O>> workers;
  private final Optional<Journal<O>> journal;
  private final ProgressMeter progress;

  /** Items that were read and not handed over: all of them, or just those with an outcome. */
  private final Queue<Item<I, K, O>> waiting = new ArrayDeque<>();

  /** What the task is being asked about. */
  private final Map<K, Item<I, K, O>> asked = new HashMap<>();

  /** Items whose failure may pass, to be asked again. */
  private final Queue<Item<I, K, O>> again = new ArrayDeque<>();

  private final Optional<Patience> patience;
  private final List<byte[]> unwritten = new ArrayList<>();
  private long read;
  private int held;
  private int running;

  BulkRun(
      Question<I, K, O> question,
      Iterator<? extends I> inputs,
      Consumer<? super Outcome<I, O>> sink,
      boolean inOrder,
      AtOnce atOnce,
      Workers<Done<I, K, O>> workers,
      Optional<Patience> patience,
      Optional<Journal<O>> journal,
      ProgressMeter progress) {
    this.question = question;
    this.inputs = inputs;
    this.sink = sink;
    this.inOrder = inOrder;
    this.atOnce = atOnce;
    this.workers = workers;
    this.patience = patience;
    this.journal = journal;
    this.progress = progress;
  }

  /** An item on its way. */
  private static final class Item<I, K, O> {
    final long index;
    final I input;
    final List<Item<I, K, O>> same = new ArrayList<>(0);
    @Nullable K key;
    @Nullable Outcome<I, O> outcome;
    boolean fromJournal;
    int times;

    Item(long index, I input) {
      this.index = index;
      this.input = input;
    }
  }

  /** What a thread hands back: an outcome with its row in the journal, or what ends the run. */
  static final class Done<I, K, O> {
    final Item<I, K, O> item;
    final long nanos;
    @Nullable Outcome<I, O> outcome;
    byte[] row = NO_ROW;
    @Nullable Throwable fatal;

    Done(Item<I, K, O> item, long nanos) {
      this.item = item;
      this.nanos = nanos;
    }
  }

  Summary run() throws InterruptedException {
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        boolean more = readOn();
        writeJournal();
        handOver();
        progress.tellNowAndThen(workers.nanoTime(), atOnce.now());
        if (running > 0 || !again.isEmpty()) {
          collect();
        } else if (!more && held == 0) {
          break;
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      keepWhatCame(e);
      throw e;
    }
    journal.ifPresent(kept -> kept.checkEnd(read));
    progress.tell(workers.nanoTime(), atOnce.now());
    return progress.summary(workers.nanoTime());
  }

  /** Reads items and starts them, as far as there is room. False at the end of the input. */
  private boolean readOn() {
    int limit = patience.filter(Patience::isOutage).isPresent() ? 1 : atOnce.now();
    workers.resize(atOnce.now());
    if (pause() > 0) {
      return true;
    }
    while (running < limit && !again.isEmpty()) {
      start(again.remove());
    }
    int room = Math.max(HELD_AT_LEAST, HELD_FOR_EACH * limit);
    while (running < limit && held < room) {
      if (!inputs.hasNext()) {
        return false;
      }
      held++;
      begin(new Item<>(read++, inputs.next()));
    }
    return true;
  }

  private long pause() {
    return patience.map(p -> p.pause(workers.nanoTime())).orElse(0L);
  }

  private void begin(Item<I, K, O> item) {
    if (inOrder) {
      waiting.add(item);
    }
    Optional<Outcome<I, O>> earlier = journal.flatMap(kept -> kept.find(item.index, item.input));
    if (earlier.isPresent()) {
      item.fromJournal = true;
      complete(item, earlier.get());
      return;
    }
    K key;
    try {
      key = question.read().apply(item.input);
    } catch (RuntimeException e) {
      Outcome<I, O> failure = new Outcome.Failure<>(item.index, item.input, e);
      unwritten.add(row(failure));
      complete(item, failure);
      return;
    }
    Item<I, K, O> first = asked.putIfAbsent(key, item);
    if (first != null) {
      first.same.add(item);
      return;
    }
    item.key = key;
    start(item);
  }

  private void start(Item<I, K, O> item) {
    running++;
    item.times++;
    workers.start(() -> workers.handBack(ask(item)));
  }

  /** On another thread. */
  private Done<I, K, O> ask(Item<I, K, O> item) {
    long began = workers.nanoTime();
    Outcome<I, O> outcome = null;
    Throwable fatal = null;
    try {
      outcome =
          new Outcome.Success<>(
              item.index, item.input, question.task().apply(Objects.requireNonNull(item.key)));
    } catch (RuntimeException e) {
      outcome = new Outcome.Failure<>(item.index, item.input, e);
    } catch (Throwable e) {
      fatal = e;
    }
    Done<I, K, O> done = new Done<>(item, workers.nanoTime() - began);
    try {
      done.row = outcome == null ? NO_ROW : row(outcome);
      done.outcome = outcome;
    } catch (RuntimeException e) {
      fatal = e;
    }
    done.fatal = fatal;
    return done;
  }

  /** The journal's row; empty if there is none. */
  private byte[] row(Outcome<I, O> outcome) {
    return journal.map(kept -> kept.row(outcome)).orElse(NO_ROW);
  }

  private void collect() throws InterruptedException {
    if (running < atOnce.now()) {
      atOnce.notUsed();
    }
    long most = progress.untilNext(workers.nanoTime());
    long pause = pause();
    List<Done<I, K, O>> came = workers.await(pause > 0 ? Math.min(pause, most) : most);
    for (Done<I, K, O> done : came) {
      take(done);
    }
    for (Done<I, K, O> done : came) {
      if (done.fatal instanceof Error error) {
        throw error;
      }
      if (done.fatal instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  private void take(Done<I, K, O> done) {
    running--;
    Item<I, K, O> item = done.item;
    Outcome<I, O> outcome = done.outcome;
    if (outcome == null) {
      return;
    }
    if (isToBeAskedAgain(item, outcome)) {
      again.add(item);
      return;
    }
    asked.remove(item.key);
    progress.took(done.nanos);
    unwritten.add(done.row);
    complete(item, outcome);
    for (Item<I, K, O> same : item.same) {
      Outcome<I, O> copy = copy(outcome, same);
      unwritten.add(row(copy));
      complete(same, copy);
    }
  }

  private boolean isToBeAskedAgain(Item<I, K, O> item, Outcome<I, O> outcome) {
    if (patience.isEmpty()) {
      return false;
    }
    if (outcome instanceof Outcome.Failure<I, O> failure
        && failure.error() instanceof ModelCallException call
        && call.isRetryable()) {
      boolean full = call.kind() == ModelCallException.Kind.RATE_LIMITED;
      return patience.get().failed(item.times, full, workers.nanoTime());
    }
    patience.get().answered(workers.nanoTime());
    return false;
  }

  private static <I, K, O> Outcome<I, O> copy(Outcome<I, O> outcome, Item<I, K, O> item) {
    return outcome instanceof Outcome.Success<I, O> success
        ? new Outcome.Success<>(item.index, item.input, success.answer())
        : new Outcome.Failure<>(item.index, item.input, ((Outcome.Failure<I, O>) outcome).error());
  }

  private void complete(Item<I, K, O> item, Outcome<I, O> outcome) {
    item.outcome = outcome;
    if (!inOrder) {
      waiting.add(item);
    }
  }

  /** Before anything is handed over: what the sink was told of must not be lost. */
  private void writeJournal() {
    journal.ifPresent(kept -> kept.append(unwritten, workers.nanoTime()));
    unwritten.clear();
  }

  private void handOver() {
    for (Item<I, K, O> item = waiting.peek(); item != null; item = waiting.peek()) {
      Outcome<I, O> outcome = item.outcome;
      if (outcome == null) {
        return;
      }
      waiting.remove();
      held--;
      sink.accept(outcome);
      progress.delivered(outcome, item.fromJournal);
    }
  }

  /** A run that ends early has paid for these answers. */
  private void keepWhatCame(Throwable why) {
    try {
      workers.close();
      for (Done<I, K, O> done : workers.await(0)) {
        take(done);
      }
      writeJournal();
    } catch (InterruptedException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }
}
