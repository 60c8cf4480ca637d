package dev.ecomllm.engine;

import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.ModelCallException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One model on one or more servers. A call goes to the server with the fewest calls on their way,
 * those that failed last only if no other is left; each has a circuit breaker, and is asked whether
 * it is ready before the first call after a pause. One call is one attempt: another try, on another
 * server, is the runner's business. Thread-safe.
 */
public final class Replicas implements ModelClient {

  /** Failures in a row, of the server and not of the request, that open a breaker. */
  static final int FAILURES = 10;

  /** How long to wait for a try that is on its way. */
  private static final Duration SOON = Duration.ofMillis(100);

  private final List<Replica> replicas;
  private final Timing timing;

  private Replicas(List<Replica> replicas, Timing timing) {
    this.replicas = replicas;
    this.timing = timing;
  }

  /**
   * A client of all of these.
   *
   * @param clients at least one, all of a model of the same name
   * @param pause how long a server that fails is left alone; zero for not at all
   * @throws IllegalArgumentException if there is no client, or two models
   */
  public static Replicas of(List<? extends ModelClient> clients, Duration pause, Timing timing) {
    if (clients.stream().map(ModelClient::model).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "replicas are at least one, and serve one model, not "
              + clients.stream().map(ModelClient::model).distinct().toList());
    }
    int failures = pause.isZero() ? Integer.MAX_VALUE : FAILURES;
    return new Replicas(
        clients.stream()
            .map(client -> new Replica(client, new Breaker(failures, pause, timing)))
            .toList(),
        timing);
  }

  @Override
  public String model() {
    return replicas.get(0).client.model();
  }

  @Override
  public boolean isReady(Duration timeout) {
    return replicas.stream().anyMatch(replica -> replica.client.isReady(timeout));
  }

  @Override
  public ModelReply call(ModelRequest request, Duration timeout) {
    long start = timing.nanoTime();
    for (int tried = 0; tried < replicas.size(); tried++) {
      Replica replica = choose();
      Breaker.Permit permit = replica.breaker.ask();
      if (permit == Breaker.Permit.CALL
          || (permit == Breaker.Permit.TRY
              && replica.isReadyAgain(left(timeout, start).dividedBy(2)))) {
        return replica.call(request, left(timeout, start), permit);
      }
    }
    throw noneLeft();
  }

  private Duration left(Duration timeout, long start) {
    return timeout.minusNanos(timing.nanoTime() - start);
  }

  /** The one with the least to do; among equals any, so that none is always the first. */
  private Replica choose() {
    int start = (int) (timing.random() * replicas.size());
    Replica best = replicas.get(start);
    for (int i = 1; i < replicas.size(); i++) {
      Replica other = replicas.get((start + i) % replicas.size());
      if (other.burden() < best.burden()) {
        best = other;
      }
    }
    return best;
  }

  private ModelCallException noneLeft() {
    Duration wait =
        replicas.stream()
            .map(replica -> replica.breaker.untilNextTry())
            .flatMap(Optional::stream)
            .min(Duration::compareTo)
            .filter(until -> until.compareTo(SOON) > 0)
            .orElse(SOON);
    String where =
        replicas.size() == 1 ? replicas.get(0).client.toString() : "each of " + replicas.size();
    return ModelCallException.notAsked(
        where + " failed too often and is left alone for a while", wait);
  }

  /** Closes them all. */
  @Override
  public void close() {
    replicas.forEach(replica -> replica.client.close());
  }

  /** The clients. */
  @Override
  public String toString() {
    return replicas.stream().map(replica -> replica.client).toList().toString();
  }

  /** One of them. */
  private static final class Replica {

    private final ModelClient client;
    private final Breaker breaker;
    private final AtomicInteger onTheirWay = new AtomicInteger();

    Replica(ModelClient client, Breaker breaker) {
      this.client = client;
      this.breaker = breaker;
    }

    /** Calls on their way; more than any number of calls if it failed, most if it is left alone. */
    long burden() {
      long penalty = breaker.permits() ? (breaker.failures() == 0 ? 0 : 1L << 32) : 1L << 33;
      return onTheirWay.get() + penalty;
    }

    /** Asks whether it is ready; if not, it is left alone for another while. */
    boolean isReadyAgain(Duration timeout) {
      boolean ready = false;
      try {
        ready = client.isReady(timeout);
      } finally {
        if (!ready) {
          breaker.failed();
        }
      }
      return ready;
    }

    ModelReply call(ModelRequest request, Duration timeout, Breaker.Permit permit) {
      onTheirWay.incrementAndGet();
      boolean told = false;
      try {
        ModelReply reply = client.call(request, timeout);
        breaker.answered();
        told = true;
        return reply;
      } catch (ModelCallException failure) {
        told = tell(failure);
        throw failure;
      } finally {
        if (!told && permit == Breaker.Permit.TRY) {
          breaker.unknown();
        }
        onTheirWay.decrementAndGet();
      }
    }

    /** Tells the breaker, if the failure says something of the server. */
    private boolean tell(ModelCallException failure) {
      switch (failure.kind()) {
        case TRANSIENT, TIMED_OUT -> breaker.failed();
        case REJECTED -> breaker.answered();
        case RATE_LIMITED -> {
          // 429 is a server at work; 503 may be one that is gone, unless it says when to come back.
          if (failure.status().orElse(0) == 503 && failure.retryAfter().isEmpty()) {
            breaker.failed();
          } else {
            breaker.answered();
          }
        }
        case INTERRUPTED, CIRCUIT_OPEN -> {
          return false;
        }
      }
      return true;
    }
  }
}
