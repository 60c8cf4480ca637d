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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HedgeTest {

  private static final ModelRequest HELLO = ModelRequest.of(Prompt.of("hello"), 5);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofMillis(1);

  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch secondSent = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void aSecondCallAnswersForASlowFirstWhichIsEnded() throws Exception {
    Hedge hedge =
        new Hedge(
            client(
                call -> {
                  if (call == 1) {
                    waitForever();
                  }
                  return ModelReply.of("second", "m");
                }),
            SOON);

    assertThat(hedge.call(HELLO, LONG).text()).isEqualTo("second");
    assertThat(hedge.model()).isEqualTo("m");
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theSecondCallGoesToAnotherServer() {
    List<ModelClient> servers = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      servers.add(
          client(
              call -> {
                if (call == 1) {
                  waitForever();
                }
                return ModelReply.of(name, "m");
              }));
    }
    FakeTiming timing = new FakeTiming(); // no chance: the first goes to the first
    Hedge hedge = new Hedge(Replicas.of(servers, Duration.ofSeconds(5), timing), SOON);

    assertThat(hedge.call(HELLO, LONG).text()).isEqualTo("b");
  }

  @Test
  void aFastAnswerHasNoSecond() {
    Hedge hedge = new Hedge(client(call -> ModelReply.of("first", "m")), Duration.ofSeconds(20));

    assertThat(hedge.call(HELLO, LONG).text()).isEqualTo("first");
    assertThat(calls).hasValue(1);
  }

  @Test
  void ifTheFirstFailsTheSecondMayStillAnswer() {
    Hedge hedge =
        new Hedge(
            client(
                call -> {
                  if (call == 1) {
                    await(secondSent);
                    throw ModelCallException.of(Kind.TRANSIENT, "first", null);
                  }
                  secondSent.countDown();
                  return ModelReply.of("second", "m");
                }),
            SOON);

    assertThat(hedge.call(HELLO, LONG).text()).isEqualTo("second");
  }

  @Test
  void aFailureBeforeTheSecondIsTheFailure() {
    Hedge hedge =
        new Hedge(
            client(
                call -> {
                  throw ModelCallException.of(Kind.REJECTED, "no", null);
                }),
            Duration.ofSeconds(20));

    assertThatThrownBy(() -> hedge.call(HELLO, LONG)).hasMessage("no");
    assertThat(calls).hasValue(1);
    assertThatThrownBy(
            () ->
                new Hedge(
                        client(
                            call -> {
                              throw new IllegalStateException("bug");
                            }),
                        SOON)
                    .call(HELLO, LONG))
        .hasMessage("bug");
  }

  @Test
  void aTryThatIsShorterThanTheWaitHasNoSecond() {
    Hedge hedge = new Hedge(client(call -> ModelReply.of("x", "m")), Duration.ofSeconds(2));

    hedge.call(HELLO, Duration.ofSeconds(2));

    assertThat(calls).hasValue(1);
  }

  @Test
  void onlyAFewCallsHaveASecond() {
    AtomicInteger seconds = new AtomicInteger();
    Hedge hedge =
        new Hedge(
            ModelClient.of(
                "m",
                (request, timeout) -> {
                  if (timeout.compareTo(LONG) < 0) {
                    seconds.incrementAndGet();
                  }
                  pause();
                  return ModelReply.of("x", "m");
                }),
            Duration.ofNanos(1));

    for (int i = 0; i < 100; i++) {
      hedge.call(HELLO, LONG);
    }

    assertThat(seconds).hasValueBetween(1, 20);
  }

  @Test
  void anInterruptEndsBoth() throws Exception {
    Thread caller = Thread.currentThread();
    Hedge hedge =
        new Hedge(
            client(
                call -> {
                  caller.interrupt();
                  waitForever();
                  return ModelReply.of("x", "m");
                }),
            Duration.ofSeconds(20));

    ModelCallException failure =
        catchThrowableOfType(ModelCallException.class, () -> hedge.call(HELLO, LONG));

    assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private interface Behaviour {
    ModelReply call(int number) throws InterruptedException;
  }

  private ModelClient client(Behaviour behaviour) {
    return ModelClient.of(
        "m",
        (request, timeout) -> {
          try {
            return behaviour.call(calls.incrementAndGet());
          } catch (InterruptedException e) {
            ended.countDown();
            throw Call.interrupted(e);
          }
        });
  }

  private static void waitForever() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    latch.await();
  }

  /** Long enough for a second call to be sent, if one is allowed. */
  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
