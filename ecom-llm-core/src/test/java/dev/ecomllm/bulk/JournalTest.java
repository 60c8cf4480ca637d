package dev.ecomllm.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ecomllm.bulk.JournalException.Problem;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir private Path folder;

  /** What a run asked and what its sink was told. */
  private final Set<Integer> asked = ConcurrentHashMap.newKeySet();

  private final List<Outcome<Integer, Row>> told = new ArrayList<>();

  record Row(String text, Optional<String> note, OptionalDouble number, List<Shape> shapes) {}

  sealed interface Shape {
    record Round(int radius) implements Shape {}

    record Square(int side, Optional<Shape> inner) implements Shape {}
  }

  private static Row row(int number) {
    return new Row(
        "n\"" + number + "\n\ud83d\ude00",
        number % 2 == 0 ? Optional.empty() : Optional.of("odd"),
        number % 3 == 0 ? OptionalDouble.empty() : OptionalDouble.of(number / 3.0),
        List.of(
            new Shape.Round(number), new Shape.Square(number, Optional.of(new Shape.Round(1)))));
  }

  private Path journal() {
    return folder.resolve("deep").resolve("run.jsonl");
  }

  private Summary run(int from, int to, String fingerprint, Function<Integer, Row> task) {
    asked.clear();
    told.clear();
    return Bulk.<Integer, Row>of(
            number -> {
              asked.add(number);
              return task.apply(number);
            })
        .concurrency(4)
        .journal(journal())
        .fingerprint(fingerprint, Row.class)
        .run(IntStream.range(from, to).iterator(), told::add);
  }

  private Summary run(int items) {
    return run(0, items, "v1", JournalTest::row);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(journal());
  }

  private void write(List<String> lines, String torn) throws IOException {
    Files.writeString(journal(), String.join("\n", lines) + "\n" + torn);
  }

  @Test
  void aSecondRunAsksNothingAndTellsEverythingAgain() {
    run(500);
    assertThat(asked).hasSize(500);
    List<Outcome<Integer, Row>> first = List.copyOf(told);

    Summary summary = run(500);

    assertThat(asked).isEmpty();
    assertThat(told).isEqualTo(first);
    assertThat(told.get(7)).isEqualTo(new Outcome.Success<>(7, 7, row(7)));
    assertThat(summary.resumed()).isEqualTo(500);
    assertThat(summary.total()).isEqualTo(500);
    assertThat(summary.rate()).isZero();
  }

  @Test
  void whatIsMissingIsAskedWhereverItStands() throws IOException {
    run(300);
    List<String> lines = lines();
    Set<Integer> lost = Set.of(0, 17, 18, 250, 299);
    Set<Integer> items = new HashSet<>();
    for (int i = lines.size() - 1; i > 0; i--) {
      int item = Integer.parseInt(lines.get(i).replaceAll("^\\{\"item\":(\\d+),.*", "$1"));
      if (lost.contains(item)) {
        lines.remove(i);
        items.add(item);
      }
    }
    assertThat(items).isEqualTo(lost);
    write(lines, "");

    Summary summary = run(300);

    assertThat(asked).isEqualTo(lost);
    assertThat(summary.resumed()).isEqualTo(295);
    assertThat(told).extracting(Outcome::input).isEqualTo(IntStream.range(0, 300).boxed().toList());
    run(300);
    assertThat(asked).isEmpty();
  }

  @Test
  void moreItemsAtTheEndAreTheSameRun() {
    run(10);
    run(25);
    assertThat(asked).isEqualTo(Set.copyOf(IntStream.range(10, 25).boxed().toList()));
  }

  @Test
  void failuresAreKeptAsTheyAreUnlessTheyMayPass() {
    List<RuntimeException> failures =
        List.of(
            new IllegalArgumentException("no such thing"),
            new NullPointerException("a defect"),
            new InvalidOutputException("expected JSON", "$.a", "what the model wrote", null)
                .about("sku-1"),
            ModelCallException.ofStatus(Kind.REJECTED, "no such model", 404, null).about("sku-2"),
            ModelCallException.of(Kind.TIMED_OUT, "too late", null).about("sku-3"),
            ModelCallException.of(Kind.INTERRUPTED, "interrupted", null));
    Function<Integer, Row> failing =
        number -> {
          throw failures.get(number);
        };
    run(0, 6, "v1", failing);
    List<RuntimeException> first = errors();
    assertThat(first).isEqualTo(failures);

    run(0, 6, "v1", failing);

    assertThat(asked).containsExactlyInAnyOrder(4, 5);
    List<RuntimeException> second = errors();
    assertThat(second.get(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such thing");
    assertThat(second.get(1)).hasMessageContaining("NullPointerException: a defect");
    assertThat(second.get(2)).hasMessage(failures.get(2).getMessage());
    assertThat(((InvalidOutputException) second.get(2)).output()).isEqualTo("what the model wrote");
    assertThat(((InvalidOutputException) second.get(2)).productId()).isEqualTo("sku-1");
    assertThat(second.get(3)).hasMessage(failures.get(3).getMessage());
    assertThat(((ModelCallException) second.get(3)).status()).hasValue(404);
    assertThat(((ModelCallException) second.get(3)).productId()).isEqualTo("sku-2");
  }

  private List<RuntimeException> errors() {
    List<RuntimeException> errors = new ArrayList<>();
    for (Outcome<Integer, Row> outcome : told) {
      errors.add(((Outcome.Failure<Integer, Row>) outcome).error());
    }
    return errors;
  }

  @Test
  void aTornTailIsDroppedWhereverItTears() throws IOException {
    run(20);
    byte[] whole = Files.readAllBytes(journal());
    String last = lines().get(20);
    int begin = whole.length - last.getBytes(StandardCharsets.UTF_8).length - 1;
    for (int length = begin; length < whole.length; length += 7) {
      Files.write(journal(), java.util.Arrays.copyOf(whole, length));
      run(20);
      assertThat(asked).as("cut to %d bytes", length).hasSize(1);
      assertThat(told).hasSize(20);
    }
    // A power cut can leave a line of the right length and the wrong bytes.
    byte[] zeros = whole.clone();
    java.util.Arrays.fill(zeros, begin, zeros.length, (byte) 0);
    Files.write(journal(), zeros);
    run(20);
    assertThat(asked).hasSize(1);
    whole[whole.length - 40] ^= 1;
    Files.write(journal(), whole);
    run(20);
    assertThat(asked).hasSize(1);
    run(20);
    assertThat(asked).isEmpty();
  }

  @Test
  void aTornHeaderBeginsAnew() throws IOException {
    run(5);
    byte[] whole = Files.readAllBytes(journal());
    for (int length : new int[] {0, 1, 10, 60}) {
      Files.write(journal(), java.util.Arrays.copyOf(whole, length));
      run(5);
      assertThat(asked).hasSize(5);
    }
  }

  @Test
  void damageInTheMiddleIsAnErrorThatSaysWhere() throws IOException {
    run(20);
    List<String> lines = lines();
    String row = lines.get(7);
    long offset =
        lines.subList(0, 7).stream()
            .mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length + 1)
            .sum();
    for (String damaged : List.of("", "junk", row.replace("n\\\"", "m\\\""), row.substring(1))) {
      List<String> broken = new ArrayList<>(lines);
      broken.set(7, damaged);
      write(broken, "");
      byte[] before = Files.readAllBytes(journal());
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> run(20))
          .withMessageContaining("line 8")
          .withMessageContaining("byte " + offset)
          .withMessageContaining(journal().toString())
          .extracting(JournalException::problem)
          .isEqualTo(Problem.CORRUPT);
      assertThat(asked).isEmpty();
      assertThat(journal()).hasBinaryContent(before);
    }
  }

  @Test
  void aFileOfSomebodyElseIsLeftAlone() throws IOException {
    Files.createDirectories(journal().getParent());
    for (String other : List.of("a,b,c\n1,2,3\n", "my notes", "{\"journal\":\"other\"}\n")) {
      Files.writeString(journal(), other);
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> run(3))
          .extracting(JournalException::problem)
          .isEqualTo(Problem.CORRUPT);
      assertThat(journal()).hasContent(other);
    }
  }

  @Test
  void anotherFingerprintIsRefusedAndNamesTheDifference() {
    run(3);
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> run(0, 3, "v2", JournalTest::row))
        .withMessageContaining("given was 'v1' and is 'v2'")
        .extracting(JournalException::problem)
        .isEqualTo(Problem.OTHER_RUN);
    assertThat(asked).isEmpty();
  }

  @Test
  void anotherInputIsRefused() {
    run(10);
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> run(1, 11, "v1", JournalTest::row))
        .withMessageContaining("item 0")
        .extracting(JournalException::problem)
        .isEqualTo(Problem.OTHER_RUN);
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> run(9))
        .withMessageContaining("9 items");
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    run(1);
    String header = lines().get(0).replaceAll(",\"crc\".*", "").replace(":1,", ":2,");
    JournalLine line = new JournalLine();
    line.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    Files.write(journal(), line.end().toByteArray());
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> run(1))
        .withMessageContaining("version 2")
        .extracting(JournalException::problem)
        .isEqualTo(Problem.OTHER_VERSION);
  }

  @Test
  void twoRunsCannotUseOneJournal() {
    Bulk.<Integer, Row>of(JournalTest::row)
        .journal(journal())
        .fingerprint("v1", Row.class)
        .run(
            List.of(1).iterator(),
            outcome ->
                assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> run(3))
                    .extracting(JournalException::problem)
                    .isEqualTo(Problem.IN_USE));
    run(1, 2, "v1", JournalTest::row);
    assertThat(asked).isEmpty();
  }

  @Test
  void whatCameBeforeTheSinkThrewIsKept() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Bulk.<Integer, Row>of(JournalTest::row)
                    .concurrency(1)
                    .journal(journal())
                    .fingerprint("v1", Row.class)
                    .run(
                        IntStream.range(0, 10).iterator(),
                        outcome -> {
                          if (outcome.index() == 5) {
                            throw new IllegalStateException("full");
                          }
                        }));
    run(10);
    assertThat(asked).doesNotContain(0, 1, 2, 3, 4, 5);
    assertThat(told).hasSize(10);
  }

  @Test
  void anInterruptOfAThreadThatAsksDoesNotCloseIt() {
    run(
        0,
        100,
        "v1",
        number -> {
          Thread.currentThread().interrupt();
          return row(number);
        });
    assertThat(told).hasSize(100);
    run(100);
    assertThat(asked).isEmpty();
  }

  @Test
  void aFunctionNeedsAFingerprint() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Bulk.<Integer, Row>of(JournalTest::row)
                    .journal(journal())
                    .run(List.of(1).iterator(), outcome -> {}))
        .withMessageContaining("fingerprint");
    assertThat(journal()).doesNotExist();
  }

  @Test
  void inputsThatAreNoJsonAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Bulk.<Object, Row>of(thing -> row(1))
                    .journal(journal())
                    .fingerprint("v1", Row.class)
                    .run(List.of(new Object()).iterator(), outcome -> {}))
        .withMessageContaining("java.lang.Object");
  }
}
