package dev.ecomllm.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.engine.CallSettings;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.task.Answerer;
import dev.ecomllm.task.ServerLoad;
import dev.ecomllm.task.Task;
import dev.ecomllm.testing.SimulatedVllm;
import dev.ecomllm.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole of it but the threads: Bulk, the engine with its retries, and a server, in their own
 * time.
 */
class BulkThroughputTest {

  private static final long SECOND = 1_000_000_000L;

  private final VirtualTime time = new VirtualTime(1);
  private final SimulatedVllm server = SimulatedVllm.in(time);
  private final List<Integer> told = new ArrayList<>();

  /** When each item was answered, in seconds. */
  private final List<Double> answers = new ArrayList<>();

  /** A task that a server answers. */
  private final class OneToken implements Function<Integer, String>, Answerer {

    final TaskRunner runner =
        new TaskRunner(server, CallSettings.DEFAULTS, ResponseCache.none(), List.of(), time);

    @Override
    public String apply(Integer number) {
      return runner.run(
          new Task<Integer, String>() {
            @Override
            public String name() {
              return "test";
            }

            @Override
            public String productId(Integer input) {
              return "p" + input;
            }

            @Override
            public ModelRequest ask(Integer input) {
              return ModelRequest.of(Prompt.of("n" + input), 1);
            }

            @Override
            public String read(Integer input, ModelReply reply) {
              return reply.text();
            }
          },
          number);
    }

    @Override
    public Map<String, String> fingerprint() {
      return Map.of("task", "test");
    }

    @Override
    public Class<?> answers() {
      return String.class;
    }

    @Override
    public Optional<ServerLoad> load() {
      return Optional.of(runner.load());
    }
  }

  private Summary run(int items) {
    return run(Bulk.of(new OneToken()), items, new SimulatedWorkers<>(time));
  }

  private Summary run(Bulk<Integer, String> bulk, int items, Workers<?> workers) {
    return bulk.run(
        IntStream.range(0, items).iterator(),
        outcome -> {
          told.add(outcome.input());
          if (outcome instanceof Outcome.Success) {
            answers.add(time.nanoTime() / 1e9);
          }
        },
        workers);
  }

  /** Answers a second in a span of seconds. */
  private double rate(double from, double to) {
    return answers.stream().filter(at -> at > from && at <= to).count() / (to - from);
  }

  /** From ten seconds after the start until the last requests go out. */
  private double rate() {
    return rate(10, answers.get(answers.size() - 1) - 3);
  }

  private void noneIsLostOrDoubled(Summary summary, int items) {
    assertThat(summary.succeeded()).isEqualTo(items);
    assertThat(summary.failed()).isZero();
    assertThat(told).hasSize(items).doesNotHaveDuplicates();
  }

  @Test
  void findsTheCapacityFromColdInTenSeconds() {
    Summary summary = run(12_000);
    noneIsLostOrDoubled(summary, 12_000);
    assertThat(rate()).isGreaterThan(0.95 * server.capacity());
  }

  @Test
  void isTwentyTwoTimesAsFastAsOneAtATime() {
    Summary one = run(Bulk.of(new OneToken()).concurrency(1), 100, new SimulatedWorkers<>(time));
    assertThat(one.rate()).isBetween(9.9, 10.1);
    Summary many = run(12_000);
    assertThat(many.rate()).isGreaterThan(22 * one.rate());
  }

  /** The server refuses what it has no room for. */
  @ParameterizedTest
  @CsvSource({
    "256,20,240,429,12000",
    "16,0,100,503,3000",
    "100,0,640,503,20000",
    "6,0,60,429,2000"
  })
  void fillsAServerThatRefuses(int slots, int queue, int capacity, int status, int items) {
    server.speed(10, capacity).slots(slots).queue(queue, status);
    noneIsLostOrDoubled(run(items), items);
    assertThat(rate()).isGreaterThan(0.95 * capacity);
    assertThat(server.refused()).isLessThan(items / 20);
  }

  @Test
  void answersMayHaveAnyLength() {
    Random random = new Random(3);
    server.speed(200, 4_800).tokens(request -> 5 + random.nextInt(31));
    noneIsLostOrDoubled(run(12_000), 12_000);
    assertThat(rate()).isGreaterThan(0.95 * 240);
  }

  @Test
  @Tag("slow")
  void followsAServerThatGetsSlowerAndFasterAgain() {
    time.after(40 * SECOND, () -> server.speed(10, 120));
    time.after(160 * SECOND, () -> server.speed(10, 240));
    noneIsLostOrDoubled(run(40_000), 40_000);
    assertThat(rate(50, 160)).isGreaterThan(0.95 * 120);
    assertThat(rate(170, 220)).isGreaterThan(0.95 * 240);
  }

  @Test
  @Tag("slow")
  void fillsALargeServer() {
    server.speed(10, 1_200).slots(1_024);
    noneIsLostOrDoubled(run(40_000), 40_000);
    assertThat(rate()).isGreaterThan(0.95 * 1_200);
  }

  @Test
  void ridesOutAnOutage() {
    time.after(20 * SECOND, () -> server.down(true));
    time.after(50 * SECOND, () -> server.down(false));
    noneIsLostOrDoubled(run(14_000), 14_000);
    assertThat(rate(20, 50)).isLessThan(10);
    assertThat(rate(60, 80)).isGreaterThan(0.95 * server.capacity());
  }

  @Test
  void losesNothingToFaults() {
    server.faults(0.02);
    Summary summary =
        run(Bulk.of(new OneToken()).asCompleted(), 10_000, new SimulatedWorkers<>(time));
    noneIsLostOrDoubled(summary, 10_000);
    assertThat(rate(10, 40)).isGreaterThan(0.75 * server.capacity());
  }

  @Test
  void aServerThatNeverWorkedMakesItemsFailAtOnce() {
    server.down(true);
    Summary summary = run(100);
    assertThat(summary.failed()).isEqualTo(100);
    assertThat(summary.elapsed()).isLessThan(Duration.ofMinutes(2));
  }

  @Test
  void aServerThatIsGoneForGoodEndsTheRun() {
    time.after(5 * SECOND, () -> server.down(true));
    Summary summary = run(1_000);
    assertThat(told).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(summary.failed()).isPositive();
    assertThat(summary.elapsed()).isLessThan(Duration.ofMinutes(30));
  }

  /** Forwards and back, by an hour at most. */
  @Test
  void aClockThatJumpsLosesNothing() {
    Random random = new Random(4);
    List<Progress> progress = new ArrayList<>();
    SimulatedWorkers<Object> jumping =
        new SimulatedWorkers<>(time) {
          private long jump;

          @Override
          public long nanoTime() {
            if (random.nextInt(5_000) == 0) {
              jump = (long) ((random.nextDouble() - 0.5) * 7_200 * SECOND);
            }
            return super.nanoTime() + jump;
          }
        };
    Summary summary =
        run(Bulk.of(new OneToken()).expecting(5_000).progress(progress::add), 5_000, jumping);
    noneIsLostOrDoubled(summary, 5_000);
    assertThat(summary.elapsed().isNegative()).isFalse();
    assertThat(progress)
        .allSatisfy(
            told -> {
              assertThat(told.rate()).isNotNegative();
              assertThat(told.elapsed().isNegative()).isFalse();
            });
  }
}
