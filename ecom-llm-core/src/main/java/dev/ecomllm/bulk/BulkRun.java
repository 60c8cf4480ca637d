package dev.ecomllm.bulk;

import dev.ecomllm.error.ModelCallException;
import java.lang.reflect.UndeclaredThrowableException;
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
 * One run. The thread that called for it reads, starts and hands over, in {@link #run()}; others
 * ask the task and write the journal, in {@link #ask}. Nothing here is shared between threads but
 * {@link Workers}, {@link Journal} and {@link AtOnce}: an item is with one thread at a time.
 */
final class BulkRun<I, K, O> {

  /** Items held for each that may be asked, so that one slow item does not stop the others. */
  private static final int HELD_FOR_EACH = 8;

  private static final int HELD_AT_LEAST = 1_024;

  private final Question<I, K, O> question;
  private final Iterator<? extends I> inputs;
  private final Consumer<? super Outcome<I, O>> sink;
  private final boolean inOrder;
  private final AtOnce atOnce;
  private final Workers<Item<I, K, O>> workers;
  private final Optional<Journal<O>> journal;
  private final ProgressMeter progress;

  /** Items that were read and not handed over: all of them, or just those with an outcome. */
  private final Queue<Item<I, K, O>> waiting = new ArrayDeque<>();

  /** What the task is being asked about. */
  private final Map<K, Item<I, K, O>> asked = new HashMap<>();

  /** Items to be asked before others are read: again, or that their batch had no time for. */
  private final Queue<Item<I, K, O>> again = new ArrayDeque<>();

  private final Optional<Patience> patience;
  private final BatchSize batchSize = new BatchSize();
  private long read;
  private int held;

  /** Batches that are being asked. */
  private int running;

  BulkRun(
      Question<I, K, O> question,
      Iterator<? extends I> inputs,
      Consumer<? super Outcome<I, O>> sink,
      boolean inOrder,
      AtOnce atOnce,
      Workers<Item<I, K, O>> workers,
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
  static final class Item<I, K, O> {
    final long index;
    final I input;
    @Nullable K key;
    int times;
    boolean fromJournal;

    /** What became of it, once that is settled. */
    @Nullable Outcome<I, O> outcome;

    /** The next item that equals it, and gets the same answer. */
    @Nullable Item<I, K, O> same;

    /** What the thread that asked hands back: this, or what ends the run. */
    @Nullable Outcome<I, O> came;

    @Nullable Throwable fatal;
    long nanos;

    /** The batch that ended with it. */
    @Nullable Batch<I, K, O> batch;

    Item(long index, I input) {
      this.index = index;
      this.input = input;
    }
  }

  /** Items that one thread asks about, one after the other. */
  private static final class Batch<I, K, O> {
    final List<Item<I, K, O>> items;
    int asked;
    long nanos;

    Batch(List<Item<I, K, O>> items) {
      this.items = items;
    }
  }

  Summary run() throws InterruptedException {
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        boolean more = readOn();
        handOver();
        long now = workers.nanoTime();
        journal.ifPresent(kept -> kept.syncNowAndThen(now));
        progress.tellNowAndThen(now, atOnce.now());
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
    boolean outage = patience.filter(Patience::isOutage).isPresent();
    int limit = outage ? 1 : atOnce.now();
    workers.resize(atOnce.now());
    if (pause() > 0) {
      return true;
    }
    int room = Math.max(HELD_AT_LEAST, HELD_FOR_EACH * limit);
    // As many as fill half of the room if all get a batch, so that none is idle for want of items.
    int size = outage ? 1 : batchSize.atMost(room / (2 * limit));
    while (running < limit && !again.isEmpty()) {
      List<Item<I, K, O>> batch = new ArrayList<>(size);
      while (batch.size() < size && !again.isEmpty()) {
        batch.add(again.remove());
      }
      start(batch);
    }
    while (running < limit && held < room) {
      List<Item<I, K, O>> batch = new ArrayList<>(size);
      boolean more = read(batch, size, room);
      if (!batch.isEmpty()) {
        start(batch);
      }
      if (!more) {
        return false;
      }
    }
    return true;
  }

  /** Reads until a batch is full, or that takes too long. False at the end of the input. */
  private boolean read(List<Item<I, K, O>> batch, int size, int room) {
    long began = workers.nanoTime();
    do {
      if (!inputs.hasNext()) {
        return false;
      }
      held++;
      Item<I, K, O> item = new Item<>(read++, inputs.next());
      if (isToBeAsked(item)) {
        batch.add(item);
      }
    } while (batch.size() < size
        && held < room
        && workers.nanoTime() - began < BatchSize.LONGEST_NANOS);
    return true;
  }

  private long pause() {
    return patience.map(p -> p.pause(workers.nanoTime())).orElse(0L);
  }

  /** False if its outcome is known, or will be that of another. */
  private boolean isToBeAsked(Item<I, K, O> item) {
    if (inOrder) {
      waiting.add(item);
    }
    Optional<Outcome<I, O>> earlier = journal.flatMap(kept -> kept.find(item.index, item.input));
    if (earlier.isPresent()) {
      item.fromJournal = true;
      complete(item, earlier.get());
      return false;
    }
    K key;
    try {
      key = question.read().apply(item.input);
    } catch (RuntimeException e) {
      Outcome<I, O> failure = new Outcome.Failure<>(item.index, item.input, e);
      keep(failure);
      complete(item, failure);
      return false;
    }
    Item<I, K, O> first = asked.putIfAbsent(key, item);
    if (first != null) {
      item.same = first.same;
      first.same = item;
      return false;
    }
    item.key = key;
    return true;
  }

  private void start(List<Item<I, K, O>> items) {
    running++;
    Batch<I, K, O> batch = new Batch<>(items);
    workers.start(() -> ask(batch));
  }

  /** On another thread: at least one, and more as long as they are quick. */
  private void ask(Batch<I, K, O> batch) {
    long began = workers.nanoTime();
    long before = began;
    boolean ends = false;
    while (!ends) {
      Item<I, K, O> item = batch.items.get(batch.asked++);
      ask(item);
      long now = workers.nanoTime();
      item.nanos = now - before;
      before = now;
      ends =
          batch.asked == batch.items.size()
              || now - began >= BatchSize.LONGEST_NANOS
              || item.fatal != null
              || Thread.currentThread().isInterrupted();
      if (ends) {
        batch.nanos = now - began;
        item.batch = batch;
      }
      workers.handBack(item);
    }
    workers.wake();
  }

  private void ask(Item<I, K, O> item) {
    try {
      Outcome<I, O> outcome = answer(item);
      keep(outcome);
      item.came = outcome;
    } catch (RuntimeException | Error e) {
      item.fatal = e;
    }
  }

  private Outcome<I, O> answer(Item<I, K, O> item) {
    try {
      return new Outcome.Success<>(
          item.index, item.input, question.task().apply(Objects.requireNonNull(item.key)));
    } catch (RuntimeException e) {
      return new Outcome.Failure<>(item.index, item.input, e);
    } catch (Exception e) {
      // A function of a language without checked exceptions.
      return new Outcome.Failure<>(item.index, item.input, new UndeclaredThrowableException(e));
    }
  }

  /** Before anybody is told: what the sink was told of must not be lost. */
  private void keep(Outcome<I, O> outcome) {
    if (journal.isPresent()) {
      journal.get().write(outcome);
    }
  }

  private void collect() throws InterruptedException {
    if (running < atOnce.now()) {
      atOnce.notUsed();
    }
    long now = workers.nanoTime();
    long most = Math.min(progress.untilNext(now), batchSize.longestWait());
    long pause = pause();
    List<Item<I, K, O>> came = workers.await(pause > 0 ? Math.min(pause, most) : most);
    for (Item<I, K, O> item : came) {
      take(item);
    }
    for (Item<I, K, O> item : came) {
      if (item.fatal != null) {
        handOver();
        throwIt(item.fatal);
      }
    }
  }

  private static void throwIt(Throwable fatal) {
    if (fatal instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) fatal;
  }

  private void take(Item<I, K, O> item) {
    if (item.batch != null) {
      end(item.batch);
      item.batch = null;
    }
    Outcome<I, O> outcome = item.came;
    if (outcome == null) {
      return;
    }
    item.times++;
    if (isToBeAskedAgain(item, outcome)) {
      item.came = null;
      again.add(item);
      return;
    }
    asked.remove(item.key);
    progress.took(item.nanos);
    complete(item, outcome);
    for (Item<I, K, O> same = item.same; same != null; same = same.same) {
      Outcome<I, O> copy = copy(outcome, same);
      keep(copy);
      complete(same, copy);
    }
  }

  private void end(Batch<I, K, O> batch) {
    running--;
    batchSize.managed(batch.asked, batch.items.size(), batch.nanos);
    again.addAll(batch.items.subList(batch.asked, batch.items.size()));
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

  /** A run that ends early has paid for these answers: what equals them shall have them too. */
  private void keepWhatCame(Throwable why) {
    try {
      workers.close();
      for (Item<I, K, O> item : workers.await(0)) {
        take(item);
      }
    } catch (InterruptedException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }
}
