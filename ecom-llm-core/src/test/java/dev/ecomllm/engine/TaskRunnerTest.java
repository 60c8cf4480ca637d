package dev.ecomllm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.observe.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskRunnerTest {

  private final FakeTiming timing = new FakeTiming();
  private final Echo task = new Echo();
  private final Deque<Supplier<ModelReply>> script = new ArrayDeque<>();
  private final List<ModelRequest> requests = new ArrayList<>();
  private final List<Duration> timeouts = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Event.Called> calls = new ArrayList<>();
  private final Map<String, ModelReply> remembered = new HashMap<>();
  private ResponseCache cache = new MapCache();
  private CallSettings settings = CallSettings.DEFAULTS;

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void answersAndTellsListeners() {
    answer("hello");

    assertThat(run("a")).isEqualTo("hello");

    assertThat(events).singleElement().isInstanceOf(Event.Answered.class);
    Event.Answered event = (Event.Answered) events.get(0);
    assertThat(event.task()).isEqualTo("echo");
    assertThat(event.productId()).isEqualTo("sku-a");
    assertThat(event.model()).isEqualTo("m");
    assertThat(event.attempts()).isEqualTo(1);
    assertThat(event.promptHash()).matches("[0-9a-f]{16}");
    assertThat(remembered.keySet()).singleElement().asString().startsWith(event.promptHash());
  }

  @Test
  void answersTheSameQuestionFromTheCache() {
    answer("hello");

    run("a");

    assertThat(run("a")).isEqualTo("hello");
    assertThat(requests).hasSize(1);
    assertThat(((Event.Answered) events.get(1)).attempts()).isZero();
  }

  @Test
  void remembersNothingThatCouldNotBeRead() {
    answer("bad");

    assertThatThrownBy(() -> run("a")).isInstanceOf(InvalidOutputException.class);

    assertThat(remembered).isEmpty();
  }

  @Test
  void asksTheModelWhereTheRememberedReplyIsUnusable() {
    answer("hello");
    run("a");
    remembered.replaceAll((key, reply) -> ModelReply.of("bad", "m"));
    answer("better");

    assertThat(run("a")).isEqualTo("better");
    assertThat(remembered.values())
        .singleElement()
        .extracting(ModelReply::text)
        .isEqualTo("better");
  }

  @Test
  void anotherVersionOfTheTaskIsAnotherQuestion() {
    answer("hello");
    run("a");
    task.version = "2";
    answer("again");

    assertThat(run("a")).isEqualTo("again");
  }

  @Test
  void aBrokenCacheIsNoCache() {
    cache =
        new ResponseCache() {
          @Override
          public Optional<ModelReply> get(String key) {
            throw new IllegalStateException("disk gone");
          }

          @Override
          public void put(String key, ModelReply reply) {
            throw new IllegalStateException("disk full");
          }
        };
    answer("hello");

    assertThat(run("a")).isEqualTo("hello");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"TRANSIENT", "RATE_LIMITED", "TIMED_OUT"})
  void triesAgainAfterAPassingFailure(Kind kind) {
    fail(kind);
    fail(kind);
    answer("at last");

    assertThat(run("a")).isEqualTo("at last");

    assertThat(timing.slept).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Retrying", "Retrying", "Answered");
    assertThat(((Event.Answered) events.get(2)).attempts()).isEqualTo(3);
  }

  @Test
  void pausesGrowWithChanceUpToEightSeconds() {
    ModelCallException failure = ModelCallException.of(Kind.TRANSIENT, "x", null);

    assertThat(Backoff.pause(1, failure, 0.5)).isEqualTo(Duration.ofMillis(375));
    assertThat(Backoff.pause(3, failure, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Backoff.pause(30, failure, 0.999)).isBetween(ofSeconds(7.9), ofSeconds(8));
    assertThat(Backoff.pause(5000, failure, 0)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void givesUpAfterTheLastTry() {
    fail(Kind.TRANSIENT);
    fail(Kind.TRANSIENT);
    fail(Kind.RATE_LIMITED);

    ModelCallException failure = catchThrowableOfType(ModelCallException.class, () -> run("a"));

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.productId()).isEqualTo("sku-a");
    assertThat(failure).hasMessageStartingWith("product 'sku-a': ");
    assertThat(((Event.Failed) events.get(2)).cause()).isSameAs(failure);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"REJECTED", "INTERRUPTED"})
  void doesNotRepeatAFinalFailure(Kind kind) {
    fail(kind);

    assertThatThrownBy(() -> run("a")).isInstanceOf(ModelCallException.class);

    assertThat(requests).hasSize(1);
    assertThat(timing.slept).isEmpty();
  }

  @Test
  void waitsAsLongAsTheServerAsks() {
    timing.random = 0.5;
    failWithRetryAfter(Duration.ofSeconds(7));
    answer("hello");

    run("a");

    assertThat(timing.slept).containsExactly(Duration.ofMillis(7250));
  }

  @Test
  void neverWaitsPastTheDeadline() {
    settings = settings.withDeadline(Duration.ofSeconds(5));
    failWithRetryAfter(Duration.ofSeconds(5));

    ModelCallException failure = catchThrowableOfType(ModelCallException.class, () -> run("a"));

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5));
    assertThat(timing.slept).isEmpty();
  }

  @Test
  void aTryNeverOutlastsTheDeadline() {
    settings = settings.withDeadline(Duration.ofSeconds(40));
    script.add(
        () -> {
          timing.advance(Duration.ofSeconds(30));
          throw ModelCallException.of(Kind.TIMED_OUT, "slow", null);
        });
    answer("hello");

    run("a");

    assertThat(timeouts).containsExactly(Duration.ofSeconds(30), Duration.ofMillis(9750));
  }

  @Test
  void severalRunsShareOneDeadline() {
    TaskRunner runner = runner();
    Deadline deadline = runner.deadline();
    script.add(
        () -> {
          timing.advance(Duration.ofSeconds(45));
          return ModelReply.of("first", "m");
        });
    answer("second");

    runner.run(task, "a", deadline);
    runner.run(task, "b", deadline);
    timing.advance(Duration.ofSeconds(15));

    assertThat(timeouts).containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(15));
    assertThat(
            catchThrowableOfType(ModelCallException.class, () -> runner.run(task, "c", deadline)))
        .hasMessage("product 'sku-c': the deadline of PT1M passed before the model could be asked")
        .extracting(ModelCallException::kind)
        .isEqualTo(Kind.TIMED_OUT);
  }

  @Test
  void aClosedConnectionCostsNoTryOnce() {
    settings = settings.withMaxAttempts(1);
    IOException race = new IOException("HTTP/1.1 header parser received no bytes");
    script.add(() -> raise(ModelCallException.of(Kind.TRANSIENT, "closed", race)));
    answer("hello");

    assertThat(run("a")).isEqualTo("hello");
    assertThat(timing.slept).isEmpty();

    script.add(() -> raise(ModelCallException.of(Kind.TRANSIENT, "closed", race)));
    script.add(() -> raise(ModelCallException.of(Kind.TRANSIENT, "closed", race)));
    assertThatThrownBy(() -> run("b")).isInstanceOf(ModelCallException.class);
  }

  @Test
  void asksAgainOnceAndRemembersTheGoodReplyUnderTheFirstQuestion() {
    task.asksAgain = true;
    answer("bad one");
    answer("good one");

    assertThat(run("a")).isEqualTo("good one");
    assertThat(run("a")).isEqualTo("good one");

    assertThat(requests).hasSize(2);
    assertThat(requests.get(1).prompt().messages()).hasSize(3);
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("AskingAgain", "Answered", "Answered");
  }

  @Test
  void doesNotAskAThirdTime() {
    task.asksAgain = true;
    answer("bad one");
    answer("bad two");

    InvalidOutputException problem =
        catchThrowableOfType(InvalidOutputException.class, () -> run("a"));

    assertThat(problem.output()).isEqualTo("bad two");
    assertThat(problem).hasMessage("product 'sku-a': expected something good");
  }

  @Test
  void tellsOfEachCall() {
    task.asksAgain = true;
    script.add(
        () -> {
          timing.advance(Duration.ofSeconds(2));
          return raise(ModelCallException.of(Kind.TIMED_OUT, "slow", null));
        });
    answer("bad");
    script.add(
        () ->
            new ModelReply(
                "good", ModelReply.Finish.STOP, List.of(), new ModelReply.Usage(10, 4, 2), "m"));

    run("a");

    assertThat(calls).extracting(Event.Called::attempt).containsExactly(1, 2, 3);
    assertThat(calls.get(0).duration()).isEqualTo(Duration.ofSeconds(2));
    assertThat(calls.get(0).failure()).contains(Kind.TIMED_OUT);
    assertThat(calls.get(1).failure()).isEmpty();
    assertThat(calls.get(2).usage()).isEqualTo(new ModelReply.Usage(10, 4, 2));
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(call.task() + call.productId() + call.model()).isEqualTo("echosku-am"));
  }

  @Test
  void anOutageIsNotAmplified() {
    int questions = 1_000;
    for (int i = 0; i < 3 * questions; i++) {
      fail(Kind.TRANSIENT);
    }
    settings = settings.withMaxAttempts(3);
    TaskRunner runner = runner();

    for (int i = 0; i < questions; i++) {
      String input = "q" + i;
      assertThatThrownBy(() -> runner.run(task, input)).isInstanceOf(ModelCallException.class);
    }

    assertThat(requests)
        .as("a fifth more, and those that were saved up")
        .hasSizeBetween(questions + 250, questions + 300);
  }

  @Test
  void aServerThatSaysWhenToComeBackIsNotSpared() {
    TaskRunner runner = runner();
    for (int i = 0; i < 300; i++) {
      String input = "q" + i;
      failWithRetryAfter(Duration.ofMillis(1));
      answer("fine");
      assertThat(runner.run(task, input)).isEqualTo("fine");
    }
    assertThat(requests).hasSize(600);
  }

  @Test
  void aServerThatIsLeftAloneIsNotAskedAgainByTheSameQuestion() {
    script.add(() -> raise(ModelCallException.notAsked("gone", Duration.ofSeconds(3))));

    ModelCallException failure = catchThrowableOfType(ModelCallException.class, () -> run("a"));

    assertThat(failure.kind()).isEqualTo(Kind.CIRCUIT_OPEN);
    assertThat(failure.isRetryable()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
    assertThat(timing.slept).isEmpty();
  }

  @Test
  void sendsNoMoreRequestsThanTheLimitAllows() {
    settings = settings.withRequestsPerSecond(2).withDeadline(Duration.ofSeconds(1));
    TaskRunner runner = runner();
    for (int i = 0; i < 4; i++) {
      answer("fine");
      runner.run(task, "a" + i);
    }
    assertThat(timing.slept).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
  }

  @Test
  void aWaitForTheLimitThatWouldPassTheDeadlineIsNotBegun() {
    settings = settings.withRequestsPerSecond(0.5).withDeadline(Duration.ofSeconds(1));
    TaskRunner runner = runner();
    answer("fine");
    runner.run(task, "a");

    ModelCallException failure =
        catchThrowableOfType(ModelCallException.class, () -> runner.run(task, "b"));

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.status()).isEmpty();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(2));
    assertThat(failure).hasMessage("product 'sku-b': the limit of requests is used up");
    assertThat(timing.slept).isEmpty();
  }

  /** A request is taken for a quarter of a token and its 10 of reply, until the server says. */
  @Test
  void usesNoMoreTokensThanTheLimitAllows() {
    settings = settings.withTokensPerSecond(10);
    TaskRunner runner = runner();
    ModelReply cheap =
        new ModelReply("x", ModelReply.Finish.STOP, List.of(), new ModelReply.Usage(4, 0, 1), "m");
    script.add(() -> cheap);
    script.add(() -> cheap);
    script.add(() -> cheap);

    runner.run(task, "a");
    assertThat(timing.slept).isEmpty();
    runner.run(task, "b");
    assertThat(timing.slept).containsExactly(Duration.ofMillis(500));
    runner.run(task, "c");
    assertThat(timing.slept).hasSize(2).last().isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void theDeadlineOfWhoeverAsksEndsAllRunsWithin() {
    settings = settings.withDeadline(Duration.ofSeconds(40));
    TaskRunner runner = runner();
    answer("hello");

    Deadline around = Deadline.in(Duration.ofSeconds(5), timing);
    around.around(() -> runner.run(task, "a"));

    assertThat(timeouts).containsExactly(Duration.ofSeconds(5));
    answer("hello");
    runner.run(task, "b");
    assertThat(timeouts).last().isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void anInterruptEndsTheWaitAndStaysSet() {
    timing.interruptNextSleep = true;
    fail(Kind.TRANSIENT);

    ModelCallException failure = catchThrowableOfType(ModelCallException.class, () -> run("a"));

    assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void anInterruptedThreadAsksNothing() {
    Thread.currentThread().interrupt();

    ModelCallException failure = catchThrowableOfType(ModelCallException.class, () -> run("a"));

    assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED);
    assertThat(requests).isEmpty();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void whatAListenerThrowsIsDropped() {
    answer("hello");
    EcomLlmListener broken =
        event -> {
          throw new IllegalStateException("secret title");
        };
    TaskRunner runner =
        new TaskRunner(client(), settings, cache, List.of(broken, this::hear), timing);

    assertThat(runner.run(task, "a")).isEqualTo("hello");
    assertThat(events).hasSize(1);
  }

  @Test
  void aListenerMaySeeWhatWasAskedAndWritten() {
    answer("bad");
    List<String> seen = new ArrayList<>();
    EcomLlmListener texts =
        new EcomLlmListener() {
          @Override
          public void on(Event event) {}

          @Override
          public void onReply(ModelRequest request, ModelReply reply) {
            seen.add(request.prompt().messages().get(0).text() + " -> " + reply.text());
            throw new IllegalStateException("secret title");
          }
        };
    TaskRunner runner = new TaskRunner(client(), settings, cache, List.of(texts), timing);

    assertThatThrownBy(() -> runner.run(task, "a")).isInstanceOf(InvalidOutputException.class);

    assertThat(seen).containsExactly("a -> bad");
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> settings.withTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout must be more than zero, not PT0S");
    assertThatThrownBy(() -> settings.withDeadline(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings.withMaxAttempts(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String run(String input) {
    return runner().run(task, input);
  }

  private TaskRunner runner() {
    return new TaskRunner(client(), settings, cache, List.of(this::hear), timing);
  }

  private void hear(Event event) {
    if (event instanceof Event.Called call) {
      calls.add(call);
    } else {
      events.add(event);
    }
  }

  private ModelClient client() {
    return ModelClient.of(
        "m",
        (request, timeout) -> {
          requests.add(request);
          timeouts.add(timeout);
          return script.remove().get();
        });
  }

  private void answer(String text) {
    script.add(() -> ModelReply.of(text, "m"));
  }

  private void fail(Kind kind) {
    script.add(() -> raise(ModelCallException.of(kind, "no luck", null)));
  }

  private void failWithRetryAfter(Duration retryAfter) {
    script.add(
        () -> raise(ModelCallException.ofStatus(Kind.RATE_LIMITED, "full", 429, retryAfter)));
  }

  private static ModelReply raise(EcomLlmException failure) {
    throw failure;
  }

  private static Duration ofSeconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  private final class MapCache implements ResponseCache {
    @Override
    public Optional<ModelReply> get(String key) {
      return Optional.ofNullable(remembered.get(key));
    }

    @Override
    public void put(String key, ModelReply reply) {
      remembered.put(key, reply);
    }
  }
}
