package dev.ecomllm.rag.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplittingTest {

  private static final Splitting SMALL = new Splitting(80, 30);

  private static List<String> split(Splitting splitting, String text) {
    return splitting.split(Document.text("d", "p", SourceKind.MANUAL, text));
  }

  private static List<String> rows(Splitting splitting, Map<String, String> table) {
    return splitting.split(Document.specification("d", "p", table));
  }

  @Test
  void wholeSentencesAsManyAsFit() {
    assertThat(
            split(
                new Splitting(60, 0),
                "The shell is nylon. It weighs approx. 300 grams. Wash at 30 degrees. Do not iron."))
        .containsExactly(
            "The shell is nylon. It weighs approx. 300 grams.", "Wash at 30 degrees. Do not iron.");
  }

  @Test
  void neighboursShareWholeSentences() {
    String text =
        IntStream.range(0, 30)
            .mapToObj(i -> "Step " + i + " is done.")
            .collect(Collectors.joining(" "));

    List<String> passages = split(SMALL, text);

    for (int i = 1; i < passages.size(); i++) {
      List<String> before = Sentences.of(passages.get(i - 1));
      List<String> here = Sentences.of(passages.get(i));
      assertThat(here.get(0)).isEqualTo(before.get(before.size() - 1));
      assertThat(here.get(1)).isNotIn(before);
    }
    assertThat(passages).allSatisfy(passage -> assertThat(passage).endsWith("done."));
  }

  @Test
  void aHeadingAndABulletStayLines() {
    assertThat(split(SMALL, "Care\nWash cold\n• Do not bleach"))
        .containsExactly("Care\nWash cold\nDo not bleach");
  }

  @Test
  void aSentenceThatIsTooLongIsCutAtSpaces() {
    String words = IntStream.range(0, 100).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));

    List<String> passages = split(new Splitting(80, 0), words);

    assertThat(passages)
        .allSatisfy(passage -> assertThat(passage.length()).isLessThanOrEqualTo(80));
    assertThat(String.join(" ", passages).replace('\n', ' ')).isEqualTo(words);
  }

  @Test
  void withoutSpacesNoCharacterIsCutInTwo() {
    List<String> passages = split(new Splitting(41, 0), "👍".repeat(200));

    assertThat(String.join("", passages).replace("\n", "")).isEqualTo("👍".repeat(200));
    assertThat(passages).allSatisfy(passage -> assertThat(passage).doesNotContain("\uFFFD"));
  }

  @Test
  void rowsStayWhole() {
    Map<String, String> table = new LinkedHashMap<>();
    for (int i = 0; i < 12; i++) {
      table.put("Property number " + i, "value of it, no. " + i);
    }

    List<String> passages = rows(SMALL, table);

    List<String> lines = new ArrayList<>();
    passages.forEach(passage -> lines.addAll(List.of(passage.split("\n"))));
    assertThat(lines)
        .containsExactlyElementsOf(
            table.entrySet().stream().map(row -> row.getKey() + ": " + row.getValue()).toList());
    assertThat(passages)
        .allSatisfy(passage -> assertThat(passage.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void piecesOfALongRowRepeatItsName() {
    assertThat(rows(SMALL, Map.of("Contents", "tent, ".repeat(40))))
        .hasSizeGreaterThan(3)
        .allSatisfy(passage -> assertThat(passage).startsWith("Contents: ").hasSizeLessThan(81));
  }

  @Test
  void anAnswerKeepsItsQuestion() {
    Document asked =
        Document.questionAnswer("d", "p", "Is it waterproof?", "Yes. Up to 10,000 mm. ".repeat(10));

    assertThat(SMALL.split(asked))
        .hasSizeGreaterThan(2)
        .allSatisfy(
            passage -> assertThat(passage).startsWith("Question: Is it waterproof? Answer: "));
  }

  @Test
  void nothingGivesNothing() {
    assertThat(split(SMALL, "")).isEmpty();
    assertThat(split(SMALL, " \n\t\u0000\u00A0 ")).isEmpty();
    assertThat(rows(SMALL, Map.of("", "", "Colour", " "))).isEmpty();
    assertThat(rows(SMALL, Map.of(" ", "A value without a name"))).hasSize(1);
  }

  @Test
  void controlCharactersAndHalfPairsAreNoText() {
    assertThat(split(SMALL, "a\u0000b\u001B[31mc\uD83Dd\uDC4De 👍 ü 尺\u200D寸"))
        .containsExactly("a b [31mc d e 👍 ü 尺\u200D寸");
  }

  @Test
  void tenMegabytesAreCutInAFewSeconds() {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder();
    while (text.length() < 10_000_000) {
      text.append("w".repeat(1 + random.nextInt(9))).append(random.nextInt(12) == 0 ? ". " : " ");
    }
    // Time of the processor: other programs on the machine do not count.
    ThreadMXBean time = ManagementFactory.getThreadMXBean();
    long start = time.getCurrentThreadCpuTime();

    List<String> passages = split(Splitting.DEFAULT, text.toString());
    List<String> oneWord = split(Splitting.DEFAULT, "x".repeat(10_000_000));
    List<String> stops = split(Splitting.DEFAULT, ". ".repeat(1_000_000));

    assertThat(time.getCurrentThreadCpuTime() - start).isLessThan(20_000_000_000L);
    assertThat(passages).hasSizeGreaterThan(16_000);
    assertThat(oneWord).hasSize(16_667);
    assertThat(stops).isNotEmpty();
  }

  @Test
  void whateverComesNothingIsLostAndNothingTooLong() {
    Random random = new Random(11);
    String[] parts = {"a", "bc ", ". ", "\n", "。", "👍", "• ", "No. 4 ", "\t", "x".repeat(90), "é"};
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      List<String> passages = split(new Splitting(50, 0), text.toString());
      assertThat(passages).allSatisfy(p -> assertThat(p).isNotBlank().hasSizeLessThan(51));
      assertThat(letters(String.join(" ", passages))).isEqualTo(letters(text.toString()));
    }
  }

  private static String letters(String text) {
    return text.replaceAll("[\\s•]+", "");
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new Splitting(39, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Splitting(100, 50)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Splitting(100, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void documentsAndKindsAreChecked() {
    assertThatThrownBy(() -> Document.text("", "p", SourceKind.REVIEW, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Document.text("d", " ", SourceKind.REVIEW, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SourceKind.of(" Question_Answer ")).isEqualTo(SourceKind.QUESTION_ANSWER);
    assertThatThrownBy(() -> SourceKind.of("blog")).hasMessageContaining("manual");
    assertThat(Document.text("d", "p", SourceKind.REVIEW, "secret").toString())
        .doesNotContain("secret");
  }
}
