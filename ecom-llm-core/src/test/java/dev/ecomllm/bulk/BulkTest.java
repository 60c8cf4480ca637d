package dev.ecomllm.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkTest {

  @Test
  void outcomesComeInTheOrderOfTheInputAndFailuresAreRows() {
    List<Outcome<Integer, String>> outcomes = new ArrayList<>();

    Summary summary =
        Bulk.<Integer, String>of(
                number -> {
                  if (number % 10 == 3) {
                    throw new IllegalArgumentException("no threes");
                  }
                  return "n" + number;
                })
            .concurrency(8)
            .run(IntStream.range(0, 1000).iterator(), outcomes::add);

    assertThat(summary).isEqualTo(new Summary(900, 100));
    assertThat(summary.total()).isEqualTo(1000);
    assertThat(outcomes)
        .extracting(Outcome::index)
        .isEqualTo(IntStream.range(0, 1000).mapToObj(Long::valueOf).toList());
    assertThat(outcomes.get(3)).isInstanceOf(Outcome.Failure.class);
    assertThat(outcomes.get(4)).isEqualTo(new Outcome.Success<>(4, 4, "n4"));
  }

  @Test
  void neverReadsFarAhead() {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Iterator<Integer> inputs = IntStream.range(0, 500).peek(i -> read.incrementAndGet()).iterator();

    Bulk.<Integer, Integer>of(number -> number)
        .concurrency(2)
        .run(
            inputs,
            outcome -> {
              done.incrementAndGet();
              assertThat(read.get() - done.get()).isLessThanOrEqualTo(2 * 4 + 1);
            });

    assertThat(done).hasValue(500);
  }

  @Test
  void anInterruptEndsTheRun() {
    CountDownLatch never = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(
              () ->
                  Bulk.<Integer, Integer>of(
                          number -> {
                            try {
                              never.await();
                            } catch (InterruptedException e) {
                              Thread.currentThread().interrupt();
                            }
                            return number;
                          })
                      .run(List.of(1, 2, 3).iterator(), outcome -> {}))
          .isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void concurrencyBelowOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bulk.of(input -> input).concurrency(0))
        .withMessageContaining("at least 1");
  }
}
