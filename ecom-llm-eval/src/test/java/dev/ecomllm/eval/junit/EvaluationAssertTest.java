package dev.ecomllm.eval.junit;

import static dev.ecomllm.eval.junit.Metrics.EXACT_ACCURACY;
import static dev.ecomllm.eval.junit.Metrics.HIERARCHICAL_F1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.eval.compare.Baseline;
import dev.ecomllm.eval.dataset.DatasetFormatException;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.ItemScores;
import dev.ecomllm.eval.score.Points;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationAssertTest {

  @TempDir Path folder;

  /** Right for 1, half right for h, wrong for 0; the first half is tagged "early". */
  private static Evaluation evaluation(String answers, long failed) {
    List<ItemScores> items = new ArrayList<>();
    for (int i = 0; i < answers.length(); i++) {
      double score = answers.charAt(i) == '1' ? 1 : answers.charAt(i) == 'h' ? 0.5 : 0;
      items.add(
          new ItemScores(
              "i" + i,
              "A > B",
              score == 1 ? "A > B" : "A > C",
              Map.of(EXACT_ACCURACY, Points.of(score == 1), HIERARCHICAL_F1, Points.of(score)),
              i < answers.length() / 2 ? Set.of("early") : Set.of()));
    }
    return new Evaluation(
        "classify",
        Map.of("gold", answers.length() + failed, "failed", failed, "missing", 0L),
        Map.of(),
        items,
        0.95,
        List.of());
  }

  private static EvaluationAssert that(String answers) {
    return EvaluationAssert.assertThat(evaluation(answers, 0));
  }

  @Test
  void checksTheValueAndTheLowerBound() {
    that("1111111100")
        .metric(EXACT_ACCURACY)
        .isAtLeast(0.8)
        .metric(EXACT_ACCURACY)
        .lowerBound(0.95)
        .isAtLeast(0.49);

    // Wilson's interval for 8 of 10: 0.4902 to 0.9433 (statsmodels).
    assertThatThrownBy(
            () -> that("1111111100").metric(EXACT_ACCURACY).lowerBound(0.95).isAtLeast(0.4903))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exactAccuracy: lower bound 0.4902 is less than 0.4903")
        .hasMessageContaining("value 0.8000, 95% interval [0.4902, 0.9433], n = 10");
    assertThatThrownBy(() -> that("10").metric(EXACT_ACCURACY).isAtLeast(0.51))
        .hasMessageContaining("value 0.5000 is less than 0.5100");
  }

  @Test
  void theFailureNamesTheTenWorstItems() {
    assertThatThrownBy(() -> that("h0" + "1".repeat(10)).metric(HIERARCHICAL_F1).isAtLeast(0.99))
        .hasMessageContaining(
            System.lineSeparator()
                + "worst items:"
                + System.lineSeparator()
                + "  i1  0.00  expected A > B  answered A > C"
                + System.lineSeparator()
                + "  i0  0.50  expected A > B  answered A > C")
        .message()
        .hasLineCount(12);
  }

  @Test
  void scoresThatAreNoSharesAreResampled() {
    that("1h1h1h1h1h1h1h1h1h1h").metric(HIERARCHICAL_F1).lowerBound(0.95).isAtLeast(0.6);
    assertThatThrownBy(
            () ->
                that("1h1h1h1h1h1h1h1h1h1h")
                    .metric(HIERARCHICAL_F1)
                    .lowerBound(0.95)
                    .isAtLeast(0.7))
        .hasMessageContaining("n = 20");
  }

  @Test
  void slicesAreCheckedAloneAndAnEmptyOneFails() {
    that("11110000").slice("early").metric(EXACT_ACCURACY).isAtLeast(1);
    assertThatThrownBy(() -> that("11110000").slice("erly"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'erly'");
    assertThatThrownBy(() -> that("1").metric("bleu"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'bleu'")
        .hasMessageContaining(EXACT_ACCURACY);
  }

  @Test
  void rowsWithoutAnswerFailUnlessTolerated() {
    assertThatThrownBy(
            () -> EvaluationAssert.assertThat(evaluation("111", 1)).metric(EXACT_ACCURACY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 of 4 rows have no answer");
    EvaluationAssert.assertThat(evaluation("111", 1))
        .toleratingFailures(0.25)
        .metric(EXACT_ACCURACY)
        .isAtLeast(1);
  }

  @Test
  void theReportIsThereWhenTheAssertionFails() {
    Path reports = folder.resolve("deep/reports");
    assertThatThrownBy(() -> that("10").reportTo(reports).metric(EXACT_ACCURACY).isAtLeast(1))
        .isInstanceOf(AssertionError.class);
    assertThat(reports.resolve("report.json")).content().contains("\"task\" : \"classify\"");
    assertThat(reports.resolve("report.html")).content().contains("<html");
  }

  @Test
  void aSignificantFallIsARegression() throws IOException {
    Path baseline = folder.resolve("baseline.jsonl");
    Baseline.write(
        evaluation("1".repeat(30), 0), baseline, List.of(EXACT_ACCURACY, HIERARCHICAL_F1));

    that("1".repeat(30)).hasNoRegressionAgainst(baseline, EXACT_ACCURACY, HIERARCHICAL_F1);
    that("1".repeat(29) + "0").hasNoRegressionAgainst(baseline, EXACT_ACCURACY);
    assertThatThrownBy(
            () ->
                that("1".repeat(20) + "0".repeat(10))
                    .hasNoRegressionAgainst(baseline, EXACT_ACCURACY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exactAccuracy fell from 1.0000 to 0.6667")
        .hasMessageContaining("p 0.001953")
        .hasMessageContaining("i20  1.00 -> 0.00  expected A > B  was A > B  is A > C")
        .message()
        .hasLineCount(12);
  }

  /** Three fell and three rose: the mean says nothing, the guard does. */
  @Test
  void itemsMayNotFallUnseen() throws IOException {
    Path baseline = folder.resolve("baseline.jsonl");
    Baseline.write(
        evaluation("111000" + "1".repeat(20), 0),
        baseline,
        List.of(EXACT_ACCURACY, HIERARCHICAL_F1));
    String churned = "000111" + "1".repeat(20);

    assertThatThrownBy(() -> that(churned).hasNoRegressionAgainst(baseline, HIERARCHICAL_F1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("3 of 26 items fell by 0.50 or more in hierarchicalF1Macro")
        .message()
        .hasLineCount(5);
    that(churned).allowingDrops(0.5, 0.2).hasNoRegressionAgainst(baseline, HIERARCHICAL_F1);
  }

  @Test
  void aBaselineIsNeededAndNothingOfItMayBeLeftOut() throws IOException {
    Path baseline = folder.resolve("baseline.jsonl");
    assertThatThrownBy(() -> that("11").hasNoRegressionAgainst(baseline, EXACT_ACCURACY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Decomllm.baseline.update=true");
    Baseline.write(evaluation("1111", 0), baseline, List.of(EXACT_ACCURACY, HIERARCHICAL_F1));
    assertThatThrownBy(() -> that("11").hasNoRegressionAgainst(baseline, EXACT_ACCURACY))
        .hasMessageContaining("2 items of the baseline are not evaluated any more");
    assertThatThrownBy(() -> that("11").hasNoRegressionAgainst(baseline))
        .isInstanceOf(IllegalArgumentException.class);
    Files.writeString(baseline, "{\"task\":\"classify\"}\nnonsense\n");
    assertThatThrownBy(() -> Baseline.read(baseline))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining("baseline.jsonl:2");
  }

  @Test
  void theBaselineIsWrittenOnDemand() {
    Path baseline = folder.resolve("baseline.jsonl");
    System.setProperty(EvaluationAssert.UPDATE_BASELINE, "true");
    try {
      that("101").hasNoRegressionAgainst(baseline, EXACT_ACCURACY);
    } finally {
      System.clearProperty(EvaluationAssert.UPDATE_BASELINE);
    }
    assertThat(baseline).content().hasLineCount(4);
    assertThatCode(() -> that("101").hasNoRegressionAgainst(baseline, EXACT_ACCURACY))
        .doesNotThrowAnyException();
  }
}
