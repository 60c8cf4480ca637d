package dev.ecomllm.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.testing.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Threads are given several items at once where these are quick, and nobody waits for it. */
class BatchTest {

  private static final long MILLISECOND = 1_000_000;

  private final VirtualTime time = new VirtualTime(1);
  private int started;

  /** When the sink was told of each item, in nanoseconds. */
  private final Map<Integer, Long> told = new HashMap<>();

  private Summary run(int items, int concurrency, IntToLongFunction nanos) {
    SimulatedWorkers<Object> counting =
        new SimulatedWorkers<>(time) {
          @Override
          public void start(Runnable work) {
            started++;
            super.start(work);
          }
        };
    return Bulk.<Integer, Integer>of(
            number -> {
              long takes = nanos.applyAsLong(number);
              if (takes > 0) {
                pass(takes);
              }
              return number;
            })
        .concurrency(concurrency)
        .asCompleted()
        .run(
            IntStream.range(0, items).iterator(),
            outcome -> told.put(outcome.input(), time.nanoTime()),
            counting);
  }

  private void pass(long nanos) {
    try {
      time.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void quickItemsAreNotPassedOnOneByOne() {
    Summary summary = run(10_000, 4, number -> 1_000);
    assertThat(summary.succeeded()).isEqualTo(10_000);
    assertThat(told).hasSize(10_000);
    assertThat(started).isLessThan(10_000 / 32);
  }

  @Test
  void itemsThatTakeAMillisecondAre() {
    run(1_000, 4, number -> MILLISECOND);
    assertThat(started).isEqualTo(1_000);
  }

  @Test
  void aSlowItemHoldsUpNoneThatIsAnswered() {
    Summary summary = run(2_000, 2, number -> number == 1_000 ? 1_000 * MILLISECOND : 1_000);
    assertThat(summary.elapsed()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_020));
    List<Long> others =
        IntStream.range(0, 1_000).mapToObj(told::get).filter(at -> at > 20 * MILLISECOND).toList();
    assertThat(others).isEmpty();
  }

  @Test
  void whatABatchHasNoTimeForIsAskedByOthers() {
    Summary summary = run(1_000, 4, number -> number < 500 ? 1_000 : 100 * MILLISECOND);
    assertThat(told).hasSize(1_000);
    assertThat(summary.elapsed()).isLessThan(Duration.ofMillis(500 / 4 * 100 * 11 / 10));
  }

  @Test
  void aSlowIteratorHoldsUpNoAnswer() {
    Iterable<Integer> slow =
        () ->
            IntStream.range(0, 300)
                .peek(
                    i -> {
                      if (i >= 200) {
                        pass(100 * MILLISECOND);
                      }
                    })
                .iterator();
    Bulk.<Integer, Integer>of(number -> number)
        .concurrency(1)
        .run(
            slow.iterator(),
            outcome -> told.put(outcome.input(), time.nanoTime()),
            new SimulatedWorkers<>(time));
    for (int i = 200; i < 300; i++) {
      // It was read at this time, and told of before the next but one was.
      assertThat(told.get(i)).isLessThan((i - 197) * 100L * MILLISECOND);
    }
  }

  @Test
  void aSizeDoublesWhileThereIsTimeAndFallsToWhatWasManaged() {
    BatchSize size = new BatchSize();
    assertThat(size.atMost(100)).isEqualTo(1);
    for (int items = 1; items < 64; items *= 2) {
      size.managed(items, items, 1_000);
      assertThat(size.atMost(100)).isEqualTo(2 * items);
    }
    size.managed(64, 64, 1_000);
    assertThat(size.atMost(100)).isEqualTo(64);
    assertThat(size.atMost(0)).isEqualTo(1);
    size.managed(10, 10, 1_000); // The last of an input, or all that there was room for.
    assertThat(size.atMost(100)).isEqualTo(64);
    size.managed(64, 64, BatchSize.LONGEST_NANOS);
    assertThat(size.atMost(100)).isEqualTo(64);
    size.managed(3, 64, BatchSize.LONGEST_NANOS);
    assertThat(size.atMost(100)).isEqualTo(3);
  }
}
