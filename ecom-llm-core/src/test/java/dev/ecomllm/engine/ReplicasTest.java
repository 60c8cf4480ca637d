package dev.ecomllm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.prompt.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReplicasTest {

  private static final ModelRequest HELLO = ModelRequest.of(Prompt.of("hello"), 5);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final FakeTiming timing = new FakeTiming();
  private final Server a = new Server("a");
  private final Server b = new Server("b");
  private final Server c = new Server("c");

  @Test
  void aCallGoesWhereTheFewestAreOnTheirWay() throws Exception {
    Replicas replicas = replicas(a, b, c);
    CountDownLatch release = new CountDownLatch(1);
    for (Server server : List.of(a, b, c)) {
      server.behaviour = () -> waitFor(release, server);
    }
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<ModelReply>> replies = new ArrayList<>();
      for (int i = 1; i <= 9; i++) {
        replies.add(threads.submit(() -> replicas.call(HELLO, LONG)));
        int sent = i;
        while (a.calls + b.calls + c.calls < sent) {
          Thread.onSpinWait();
        }
      }
      assertThat(List.of(a.calls, b.calls, c.calls)).containsExactly(3, 3, 3);
      release.countDown();
      for (Future<ModelReply> reply : replies) {
        assertThat(reply.get().text()).isNotEmpty();
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void oneThatFailedIsAskedOnlyIfNoOtherIsLeft() {
    Replicas replicas = replicas(a, b);
    a.behaviour = () -> fail(Kind.TRANSIENT);
    assertThatThrownBy(() -> replicas.call(HELLO, LONG)).hasMessage("a failed");

    for (int i = 0; i < 20; i++) {
      assertThat(replicas.call(HELLO, LONG).text()).isEqualTo("b");
    }
    assertThat(a.calls).isEqualTo(1);

    b.behaviour = () -> fail(Kind.TRANSIENT);
    a.behaviour = () -> ModelReply.of("a", "m");
    assertThatThrownBy(() -> replicas.call(HELLO, LONG)).hasMessage("b failed");
    assertThat(replicas.call(HELLO, LONG).text()).as("back at once").isEqualTo("a");
  }

  @Test
  void aServerThatFailsIsLeftAloneAndTriedOnceAfterThePause() {
    Replicas one = replicas(a);
    a.behaviour = () -> fail(Kind.TIMED_OUT);
    for (int i = 0; i < Replicas.FAILURES; i++) {
      assertThatThrownBy(() -> one.call(HELLO, LONG)).hasMessage("a failed");
    }

    ModelCallException notAsked =
        catchThrowableOfType(ModelCallException.class, () -> one.call(HELLO, LONG));
    assertThat(notAsked.kind()).isEqualTo(Kind.CIRCUIT_OPEN);
    assertThat(notAsked.retryAfter()).contains(Duration.ofSeconds(5));
    assertThat(notAsked).hasMessage("server a failed too often and is left alone for a while");
    assertThat(a.calls).isEqualTo(Replicas.FAILURES);

    timing.advance(Duration.ofSeconds(5));
    a.behaviour = () -> ModelReply.of("a", "m");
    assertThat(one.call(HELLO, LONG).text()).isEqualTo("a");
    assertThat(one.call(HELLO, LONG).text()).isEqualTo("a");
    assertThat(a.asked).as("whether it is ready").isEqualTo(1);
  }

  @Test
  void noQuestionIsSpentOnAServerThatSaysItIsNotReady() {
    Replicas two = replicas(a, b);
    breakAll(two);
    int before = a.calls + b.calls;
    timing.advance(Duration.ofSeconds(5));
    a.ready = false;
    b.ready = false;

    ModelCallException notAsked =
        catchThrowableOfType(ModelCallException.class, () -> two.call(HELLO, LONG));
    assertThat(notAsked.kind()).isEqualTo(Kind.CIRCUIT_OPEN);
    assertThat(notAsked).hasMessageStartingWith("each of 2 failed");
    assertThat(a.calls + b.calls).isEqualTo(before);
    assertThat(a.asked + b.asked).isEqualTo(2);

    timing.advance(Duration.ofSeconds(5));
    b.ready = true;
    b.behaviour = () -> ModelReply.of("b", "m");
    assertThat(two.call(HELLO, LONG).text()).isEqualTo("b");
  }

  @Test
  void onlyTheServersOwnFailuresCount() {
    Replicas one = replicas(a);
    for (Kind kind : List.of(Kind.REJECTED, Kind.RATE_LIMITED)) {
      a.behaviour = () -> fail(kind);
      for (int i = 0; i < 3 * Replicas.FAILURES; i++) {
        assertThatThrownBy(() -> one.call(HELLO, LONG)).hasMessage("a failed");
      }
    }
    a.behaviour =
        () -> {
          throw ModelCallException.ofStatus(Kind.RATE_LIMITED, "full", 503, LONG);
        };
    for (int i = 0; i < 3 * Replicas.FAILURES; i++) {
      assertThatThrownBy(() -> one.call(HELLO, LONG)).hasMessage("full");
    }
    a.behaviour =
        () -> {
          throw ModelCallException.ofStatus(Kind.RATE_LIMITED, "gone", 503, null);
        };
    for (int i = 0; i < Replicas.FAILURES; i++) {
      assertThatThrownBy(() -> one.call(HELLO, LONG)).hasMessage("gone");
    }
    assertThatThrownBy(() -> one.call(HELLO, LONG)).hasMessageContaining("left alone");
  }

  @Test
  void anUnexpectedErrorLosesNoPlace() {
    Replicas one = replicas(a);
    breakAll(one);
    timing.advance(Duration.ofSeconds(5));
    a.behaviour =
        () -> {
          throw new IllegalStateException("bug");
        };
    assertThatThrownBy(() -> one.call(HELLO, LONG)).hasMessage("bug");
    a.behaviour = () -> ModelReply.of("a", "m");
    assertThat(one.call(HELLO, LONG).text()).isEqualTo("a");
  }

  @Test
  void askingWhetherItIsReadyTakesFromTheTimeOfTheCall() {
    Replicas one = replicas(a);
    breakAll(one);
    timing.advance(Duration.ofSeconds(5));
    a.readyAfter = Duration.ofSeconds(4);
    a.behaviour = () -> ModelReply.of("a", "m");

    one.call(HELLO, Duration.ofSeconds(10));

    assertThat(a.askedWithin).isEqualTo(Duration.ofSeconds(5));
    assertThat(a.calledWithin).isEqualTo(Duration.ofSeconds(6));
  }

  /** Such as the slower of two that were sent, while another call tries whether it works again. */
  @Test
  void aCallThatWasInterruptedTellsNothing() {
    Replicas one = replicas(a);
    breakAll(one);
    timing.advance(Duration.ofSeconds(5));
    a.behaviour = () -> fail(Kind.INTERRUPTED);
    assertThatThrownBy(() -> one.call(HELLO, LONG)).hasMessage("a failed");
    a.behaviour = () -> fail(Kind.TRANSIENT);
    assertThatThrownBy(() -> one.call(HELLO, LONG)).as("another try").hasMessage("a failed");
    assertThatThrownBy(() -> one.call(HELLO, LONG)).hasMessageContaining("left alone");
  }

  @Test
  void replicasServeOneModelAndAreClosedTogether() {
    ModelClient other = ModelClient.of("other", (request, timeout) -> ModelReply.of("", "other"));
    assertThatThrownBy(() -> Replicas.of(List.of(a, other), LONG, timing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[m, other]");
    assertThatThrownBy(() -> Replicas.of(List.of(), LONG, timing))
        .isInstanceOf(IllegalArgumentException.class);

    Replicas both = replicas(a, b);
    assertThat(both).hasToString("[server a, server b]");
    assertThat(both.isReady(LONG)).isTrue();
    both.close();
    assertThat(a.closed && b.closed).isTrue();
  }

  private Replicas replicas(Server... servers) {
    return Replicas.of(List.of(servers), Duration.ofSeconds(5), timing);
  }

  private void breakAll(Replicas replicas) {
    a.behaviour = () -> fail(Kind.TRANSIENT);
    b.behaviour = () -> fail(Kind.TRANSIENT);
    ModelCallException failure = null;
    while (failure == null || failure.kind() != Kind.CIRCUIT_OPEN) {
      failure = catchThrowableOfType(ModelCallException.class, () -> replicas.call(HELLO, LONG));
    }
  }

  private static ModelReply fail(Kind kind) {
    throw ModelCallException.of(kind, "", null);
  }

  private static ModelReply waitFor(CountDownLatch release, Server server) {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ModelReply.of(server.name, "m");
  }

  private final class Server implements ModelClient {

    private final String name;
    volatile Supplier<ModelReply> behaviour;
    volatile int calls;
    int asked;
    boolean ready = true;
    boolean closed;
    Duration readyAfter = Duration.ZERO;
    Duration askedWithin = Duration.ZERO;
    Duration calledWithin = Duration.ZERO;

    Server(String name) {
      this.name = name;
      behaviour = () -> ModelReply.of(name, "m");
    }

    @Override
    public String model() {
      return "m";
    }

    @Override
    public boolean isReady(Duration timeout) {
      asked++;
      askedWithin = timeout;
      timing.advance(readyAfter);
      return ready;
    }

    @Override
    public ModelReply call(ModelRequest request, Duration timeout) {
      synchronized (this) {
        calls++;
        calledWithin = timeout;
      }
      try {
        return behaviour.get();
      } catch (ModelCallException e) {
        throw "".equals(e.getMessage())
            ? ModelCallException.of(e.kind(), name + " failed", null)
            : e;
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public String toString() {
      return "server " + name;
    }
  }
}
