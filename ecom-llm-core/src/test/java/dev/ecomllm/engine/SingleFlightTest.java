package dev.ecomllm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same question from many threads, with a cache. */
class SingleFlightTest {

  private static final int THREADS = 16;

  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Echo task = new Echo();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void oneAsksAndAllAreAnswered() throws Exception {
    TaskRunner runner =
        runner(
            (request, timeout) -> {
              await();
              return ModelReply.of("fine", "m");
            });

    List<Future<String>> answers = askAll(runner);
    release.countDown();

    for (Future<String> answer : answers) {
      assertThat(answer.get()).isEqualTo("fine");
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void theFailureOfOneIsTheFailureOfAllWhoWait() throws Exception {
    TaskRunner runner =
        runner(
            (request, timeout) -> {
              await();
              throw ModelCallException.of(Kind.REJECTED, "no", null);
            });
    Future<String> first = threads.submit(() -> runner.run(task, "a"));
    awaitCall();
    Thread second =
        new Thread(
            () ->
                assertThat(
                        catchThrowableOfType(ModelCallException.class, () -> runner.run(task, "a")))
                    .hasMessage("product 'sku-a': no"));
    second.start();
    while (second.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    release.countDown();
    second.join();

    assertThat(catchThrowableOfType(Exception.class, first::get))
        .hasCauseInstanceOf(EcomLlmException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void whoWaitsAsksIfTheFirstRanOutOfTime() throws Exception {
    TaskRunner runner =
        runner(
            (request, timeout) -> {
              if (calls.get() == 1) {
                await();
                throw ModelCallException.of(Kind.TIMED_OUT, "slow", null);
              }
              return ModelReply.of("fine", "m");
            });
    Future<String> first = threads.submit(() -> runner.run(task, "a"));
    awaitCall();
    List<String> answers = new ArrayList<>();
    Thread second = new Thread(() -> answers.add(runner.run(task, "a")));
    second.start();
    while (second.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    release.countDown();
    second.join();

    assertThat(answers).containsExactly("fine");
    assertThat(catchThrowableOfType(Exception.class, first::get)).isNotNull();
    assertThat(calls).hasValue(2);
  }

  @Test
  void whoWaitsWaitsNoLongerThanTheDeadline() throws Exception {
    TaskRunner runner =
        runner(
            (request, timeout) -> {
              await();
              return ModelReply.of("late", "m");
            });
    threads.execute(() -> runner.run(task, "a"));
    awaitCall();

    ModelCallException failure =
        catchThrowableOfType(
            ModelCallException.class,
            () -> runner.run(task, "a", Deadline.in(Duration.ofMillis(20), Timing.system())));

    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure).hasMessageContaining("the deadline of PT0.02S passed before somebody");
    release.countDown();
  }

  @Test
  void differentQuestionsDontWaitForEachOther() {
    TaskRunner runner =
        runner(
            (request, timeout) -> {
              if (calls.get() == 1) {
                await();
              }
              return ModelReply.of("fine", "m");
            });
    threads.execute(() -> runner.run(task, "a"));
    awaitCall();

    assertThat(runner.run(task, "b")).isEqualTo("fine");
    release.countDown();
  }

  private List<Future<String>> askAll(TaskRunner runner) {
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      answers.add(threads.submit(() -> runner.run(task, "a")));
    }
    return answers;
  }

  /** Until a call is on its way. */
  private void awaitCall() {
    while (calls.get() == 0) {
      Thread.onSpinWait();
    }
  }

  private void await() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private TaskRunner runner(BiFunction<ModelRequest, Duration, ModelReply> call) {
    return new TaskRunner(
        ModelClient.of(
            "m",
            (request, timeout) -> {
              calls.incrementAndGet();
              return call.apply(request, timeout);
            }),
        CallSettings.DEFAULTS.withMaxAttempts(1),
        ResponseCache.inMemory(100),
        List.of(),
        Timing.system());
  }
}
