package dev.ecomllm.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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

    assertThat(summary.succeeded()).isEqualTo(900);
    assertThat(summary.failed()).isEqualTo(100);
    assertThat(summary.total()).isEqualTo(1000);
    assertThat(summary.resumed()).isZero();
    assertThat(summary.rate()).isPositive();
    assertThat(summary.median()).isLessThanOrEqualTo(summary.slow());
    assertThat(summary.slow()).isLessThanOrEqualTo(summary.slowest());
    assertThat(outcomes)
        .extracting(Outcome::index)
        .isEqualTo(IntStream.range(0, 1000).mapToObj(Long::valueOf).toList());
    assertThat(outcomes.get(3)).isInstanceOf(Outcome.Failure.class);
    assertThat(outcomes.get(4)).isEqualTo(new Outcome.Success<>(4, 4, "n4"));
  }

  @Test
  void asCompletedDoesNotWaitForASlowItem() {
    CountDownLatch othersAreDone = new CountDownLatch(1);
    List<Integer> order = new ArrayList<>();

    Bulk.<Integer, Integer>of(
            number -> {
              if (number == 0) {
                await(othersAreDone);
              }
              return number;
            })
        .concurrency(2)
        .asCompleted()
        .run(
            IntStream.range(0, 500).iterator(),
            outcome -> {
              order.add(outcome.input());
              if (order.size() == 499) {
                othersAreDone.countDown();
              }
            });

    assertThat(order).hasSize(500).doesNotHaveDuplicates();
    assertThat(order.get(499)).isZero();
  }

  @Test
  void neverReadsFarAhead() {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Iterator<Integer> inputs =
        IntStream.range(0, 5_000).peek(i -> read.incrementAndGet()).iterator();

    Bulk.<Integer, Integer>of(number -> number)
        .concurrency(2)
        .run(
            inputs,
            outcome -> {
              done.incrementAndGet();
              assertThat(read.get() - done.get()).isLessThanOrEqualTo(1_024);
            });

    assertThat(done).hasValue(5_000);
  }

  @Test
  void neverAsksMoreAtOnceThanItMay() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(5);

    Bulk.<Integer, Integer>of(
            number -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              full.countDown();
              await(full);
              now.decrementAndGet();
              return number;
            })
        .concurrency(5)
        .run(IntStream.range(0, 300).iterator(), outcome -> {});

    assertThat(most).hasValue(5);
  }

  @Test
  void whatIsBeingAskedIsNotAskedAgain() {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch twoAsked = new CountDownLatch(2);
    List<Outcome<String, String>> outcomes = new ArrayList<>();

    Bulk.<String, String>of(
            text -> {
              calls.incrementAndGet();
              twoAsked.countDown();
              await(twoAsked);
              if (text.equals("bad")) {
                throw new IllegalArgumentException("bad");
              }
              return text + "!";
            })
        .concurrency(2)
        .run(List.of("same", "same", "same", "bad").iterator(), outcomes::add);

    assertThat(calls).hasValue(2);
    assertThat(outcomes.subList(0, 3))
        .containsExactly(
            new Outcome.Success<>(0, "same", "same!"),
            new Outcome.Success<>(1, "same", "same!"),
            new Outcome.Success<>(2, "same", "same!"));
  }

  @Test
  void itemsThatCannotBeReadAreFailures() {
    List<Outcome<String, Integer>> outcomes = new ArrayList<>();
    Bulk.<Integer, Integer>of(number -> 2 * number)
        .reading((String text) -> Integer.valueOf(text))
        .run(List.of("1", "x", "3").iterator(), outcomes::add);

    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>(0, "1", 2));
    assertThat(outcomes.get(1))
        .isInstanceOfSatisfying(
            Outcome.Failure.class,
            failure -> assertThat(failure.error()).isInstanceOf(NumberFormatException.class));
    assertThat(outcomes.get(2)).isEqualTo(new Outcome.Success<>(2, "3", 6));
  }

  @Test
  void progressIsToldAtTheEndWithTheTimeLeft() {
    List<Progress> told = new ArrayList<>();
    Bulk.<Integer, Integer>of(number -> number)
        .expecting(100)
        .progress(told::add)
        .run(IntStream.range(0, 50).iterator(), outcome -> {});

    Progress last = told.get(told.size() - 1);
    assertThat(last.done()).isEqualTo(50);
    assertThat(last.rate()).isPositive();
    assertThat(last.left()).hasValueSatisfying(left -> assertThat(left.isNegative()).isFalse());
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
                            await(never);
                            return number;
                          })
                      .run(List.of(1, 2, 3).iterator(), outcome -> {}))
          .isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anInterruptEndsWhatIsBeingAsked() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Thread run =
        new Thread(
            () ->
                Bulk.<Integer, Integer>of(
                        number -> {
                          asked.countDown();
                          try {
                            never.await();
                          } catch (InterruptedException e) {
                            ended.countDown();
                          }
                          return number;
                        })
                    .run(List.of(1).iterator(), outcome -> {}));
    run.setUncaughtExceptionHandler((thread, e) -> {});
    run.start();
    asked.await();
    run.interrupt();
    ended.await();
    run.join();
  }

  @Test
  void whatTheSinkThrowsEndsTheRun() {
    IllegalStateException full = new IllegalStateException("full");
    assertThatThrownBy(
            () ->
                Bulk.<Integer, Integer>of(number -> number)
                    .run(
                        List.of(1).iterator(),
                        outcome -> {
                          throw full;
                        }))
        .isSameAs(full);
  }

  @Test
  void anErrorOfTheTaskEndsTheRun() {
    AssertionError broken = new AssertionError("broken");
    assertThatThrownBy(
            () ->
                Bulk.<Integer, Integer>of(
                        number -> {
                          throw broken;
                        })
                    .run(List.of(1).iterator(), outcome -> {}))
        .isSameAs(broken);
  }

  /** As functions of other languages of the JVM may. */
  @Test
  void aCheckedExceptionIsAFailureLikeAnyOther() {
    IOException checked = new IOException("lost");
    List<Outcome<Integer, Integer>> outcomes = new ArrayList<>();
    Bulk.<Integer, Integer>of(number -> BulkTest.<RuntimeException>throwIt(checked))
        .run(List.of(1).iterator(), outcomes::add);
    assertThat(outcomes)
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failure.class, failure -> assertThat(failure.error()).hasCause(checked));
  }

  @SuppressWarnings("unchecked")
  private static <X extends Exception> int throwIt(Exception checked) throws X {
    throw (X) checked;
  }

  @Test
  void whatWaitsRunsOnVirtualThreadsWhereTheJvmHasThem() {
    boolean virtual = Runtime.version().feature() >= 21;
    int many = Runtime.getRuntime().availableProcessors() + 1;

    assertThat(runsOnVirtualThreads(many)).isEqualTo(virtual);
    assertThat(runsOnVirtualThreads(1)).as("what computes").isFalse();
  }

  private static boolean runsOnVirtualThreads(int concurrency) {
    List<Outcome<Integer, Boolean>> outcomes = new ArrayList<>();
    Bulk.<Integer, Boolean>of(
            number -> Thread.currentThread().getThreadGroup().getName().equals("VirtualThreads"))
        .concurrency(concurrency)
        .run(List.of(1).iterator(), outcomes::add);
    return ((Outcome.Success<Integer, Boolean>) outcomes.get(0)).answer();
  }

  @Test
  void concurrencyBelowOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bulk.of(input -> input).concurrency(0))
        .withMessageContaining("at least 1");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
