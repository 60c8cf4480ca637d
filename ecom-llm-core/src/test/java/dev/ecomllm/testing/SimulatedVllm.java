package dev.ecomllm.testing;

import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a vLLM behaves under load, in {@link VirtualTime}. Continuous batching: up to {@code slots}
 * requests are in the batch, every step gives each of them a token, and a step takes {@code a + b *
 * (requests in the batch)} seconds, so that each request takes longer the more there are while all
 * together get more tokens a second. What does not fit waits in a queue; what does not fit there is
 * refused.
 *
 * <pre>{@code
 * VirtualTime time = new VirtualTime(1);
 * SimulatedVllm server = SimulatedVllm.in(time).speed(10, 240).queue(512);
 * }</pre>
 *
 * Settings apply from the moment they are made; make them from the time's own threads.
 */
public final class SimulatedVllm implements ModelClient {

  private static final long NEVER = Long.MAX_VALUE / 4;

  private final VirtualTime time;
  private final Random random = new Random(7);
  private final PriorityQueue<Request> batch =
      new PriorityQueue<>(Comparator.comparingDouble((Request request) -> request.end));
  private final Queue<Request> queue = new ArrayDeque<>();
  private ToIntFunction<ModelRequest> tokens = ModelRequest::maxTokens;
  private double alone = 10;
  private double batched = 240;
  private int slots = 256;
  private int queueLimit = Integer.MAX_VALUE;
  private int fullStatus = 503;
  private double faults;
  private boolean down;

  /** Tokens that each request in the batch would have had if it had been there from the start. */
  private double progress;

  private long progressAt;
  private Runnable nextEnd = () -> {};
  private long answered;
  private long refused;
  private int mostAtOnce;

  /** A request on its way. */
  private static final class Request {
    final int tokens;
    final VirtualTime.Signal done = new VirtualTime.Signal();

    /** How far the batch's progress must be for it to end. */
    double end;

    boolean answered;
    @Nullable ModelCallException failure;

    Request(int tokens) {
      this.tokens = tokens;
    }
  }

  private SimulatedVllm(VirtualTime time) {
    this.time = time;
  }

  /**
   * A server like the reference system's: 10 tokens a second for one request, 240 for a full batch
   * of 256, a queue without end, no faults. Each answer has as many tokens as were asked for.
   */
  public static SimulatedVllm in(VirtualTime time) {
    return new SimulatedVllm(time);
  }

  /**
   * Other speeds.
   *
   * @param alone tokens a second for a request alone
   * @param batched tokens a second for a full batch
   */
  public SimulatedVllm speed(double alone, double batched) {
    settle();
    this.alone = alone;
    this.batched = batched;
    schedule();
    return this;
  }

  /** Another number of requests in a full batch. */
  public SimulatedVllm slots(int slots) {
    settle();
    this.slots = slots;
    fill();
    return this;
  }

  /** Refuses what comes when so many are waiting already, with status 429 or 503. */
  public SimulatedVllm queue(int limit, int status) {
    queueLimit = limit;
    fullStatus = status;
    return this;
  }

  /** Other lengths of answers, in tokens. */
  public SimulatedVllm tokens(ToIntFunction<ModelRequest> tokens) {
    this.tokens = tokens;
    return this;
  }

  /**
   * Lets this share of the requests go wrong: one third each ends in a reset connection, in a 500
   * and in silence until the time is up.
   */
  public SimulatedVllm faults(double share) {
    faults = share;
    return this;
  }

  /** Goes away, and all requests with it, or comes back. */
  public SimulatedVllm down(boolean down) {
    this.down = down;
    if (down) {
      settle();
      for (Request request : batch) {
        end(request, transientFailure("the connection was reset"));
      }
      for (Request request : queue) {
        end(request, transientFailure("the connection was reset"));
      }
      batch.clear();
      queue.clear();
      schedule();
    }
    return this;
  }

  /** What a full batch gets, in tokens a second. */
  public double capacity() {
    return batched;
  }

  /** Requests answered so far. */
  public long answered() {
    return answered;
  }

  /** Requests refused so far because there was no room. */
  public long refused() {
    return refused;
  }

  /** The most requests that were there at once, in the batch and in the queue. */
  public int mostAtOnce() {
    return mostAtOnce;
  }

  @Override
  public String model() {
    return "simulated";
  }

  @Override
  public ModelReply call(ModelRequest request, Duration timeout) {
    if (down) {
      throw transientFailure("connection refused");
    }
    if (batch.size() + queue.size() >= (long) slots + queueLimit) {
      refused++;
      throw ModelCallException.ofStatus(Kind.RATE_LIMITED, "no room", fullStatus, null);
    }
    boolean silent = false;
    if (faults > 0 && random.nextDouble() < faults) {
      switch (random.nextInt(3)) {
        case 0 -> throw transientFailure("the connection was reset");
        case 1 -> throw ModelCallException.ofStatus(Kind.TRANSIENT, "it failed", 500, null);
        default -> silent = true;
      }
    }
    Request asked = new Request(tokens.applyAsInt(request));
    if (!silent) {
      settle();
      queue.add(asked);
      mostAtOnce = Math.max(mostAtOnce, batch.size() + queue.size());
      fill();
    }
    waitFor(asked, timeout);
    return ModelReply.of("A", model());
  }

  private void waitFor(Request asked, Duration timeout) {
    try {
      time.await(asked.done, Math.min(NEVER, timeout.toNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      asked.failure = ModelCallException.of(Kind.INTERRUPTED, "interrupted", e);
    }
    if (asked.failure != null) {
      throw asked.failure;
    }
    if (!asked.answered) {
      settle();
      queue.remove(asked);
      batch.remove(asked);
      fill();
      throw ModelCallException.of(Kind.TIMED_OUT, "no answer in " + timeout, null);
    }
    answered++;
  }

  /** Tokens a second for each request in the batch. */
  private double rate() {
    double b = (slots / batched - 1 / alone) / (slots - 1);
    double a = 1 / alone - b;
    return 1 / (a + b * batch.size());
  }

  /** Brings the progress up to now. */
  private void settle() {
    long now = time.nanoTime();
    if (!batch.isEmpty()) {
      progress += (now - progressAt) / 1e9 * rate();
    }
    progressAt = now;
  }

  private void fill() {
    while (batch.size() < slots && !queue.isEmpty()) {
      Request next = queue.remove();
      next.end = progress + next.tokens;
      batch.add(next);
    }
    schedule();
  }

  private void schedule() {
    nextEnd.run();
    Request first = batch.peek();
    if (first != null) {
      double seconds = Math.max(0, first.end - progress) / rate();
      nextEnd = time.after((long) Math.ceil(seconds * 1e9), this::endFirst);
    }
  }

  private void endFirst() {
    settle();
    // Ends that are closer than rounding are one.
    for (Request first = batch.peek();
        first != null && first.end <= progress + 1e-6;
        first = batch.peek()) {
      batch.remove();
      first.answered = true;
      time.give(first.done);
    }
    fill();
  }

  private void end(Request request, ModelCallException failure) {
    request.failure = failure;
    time.give(request.done);
  }

  private static ModelCallException transientFailure(String what) {
    return ModelCallException.of(Kind.TRANSIENT, what, null);
  }
}
