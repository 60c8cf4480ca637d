package dev.ecomllm.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.eval.metric.Resampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seven questions, counted by hand. */
class QaEvaluationTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("gold"),
        """
        {"id":"hit","answers":["It is warm."],"answerable":true,"passages":[{"label":0},{"label":2}]}
        {"id":"second","answers":["no","It has no hood"],"answerable":true,"passages":[{"label":1},{"label":2},{"label":2}]}
        {"id":"refused","answers":["yes"],"answerable":true,"passages":[{"label":2}]}
        {"id":"open","answers":[],"answerable":false,"passages":[{"label":0}]}
        {"id":"invented","answers":[],"answerable":false,"passages":[{"label":1}]}
        {"id":"unusable","answers":[],"passages":[]}
        {"id":"failed","answers":["x"],"answerable":true,"passages":[]}
        """);
    Files.writeString(
        folder.resolve("predictions"),
        """
        {"id":"hit","answerable":true,"confidence":0.9,"answer":"it is warm","citations":[1],"ranked":[1,0]}
        {"id":"second","answerable":true,"confidence":0.8,"answer":"It has one","citations":[0,2],"ranked":[0,2,1]}
        {"id":"refused","answerable":false,"confidence":0.2,"answer":"","citations":[],"ranked":[]}
        {"id":"open","answerable":false,"confidence":0.1,"answer":"","citations":[],"ranked":[0]}
        {"id":"invented","answerable":true,"confidence":0.8,"answer":"sure","citations":[0],"ranked":[0]}
        {"id":"unusable","error":{"kind":"INVALID_OUTPUT","message":"x"}}
        {"id":"failed","error":{"kind":"TIMED_OUT","message":"x"}}
        """);
  }

  @Test
  void measuresTheRanking() throws IOException {
    Evaluation evaluation = evaluate();

    assertThat(evaluation.figure("hitAt1").n()).isEqualTo(3);
    assertThat(evaluation.figure("hitAt1").value()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(evaluation.figure("hitAt3").value()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(evaluation.figure("mrr").value()).isCloseTo(1.5 / 3, within(1e-12));
  }

  @Test
  void measuresTheAnswers() throws IOException {
    Evaluation evaluation = evaluate();

    assertThat(evaluation.figure("exactMatch").value()).isCloseTo(1 / 3.0, within(1e-12));
    // "It has one" against "It has no hood": 2 of 3 and 2 of 4
    assertThat(evaluation.figure("tokenF1").value()).isCloseTo((1 + 4 / 7.0) / 3, within(1e-12));
    assertThat(evaluation.figure("rougeL").value()).isCloseTo((1 + 4 / 7.0) / 3, within(1e-12));
    assertThat(evaluation.figure("answered.rougeL").n()).isEqualTo(2);
    assertThat(evaluation.figure("answered.rougeL").value())
        .isCloseTo((1 + 4 / 7.0) / 2, within(1e-12));
    // hit and open of six; the unusable answer is no refusal
    assertThat(evaluation.figure("squadExact").value()).isCloseTo(2 / 6.0, within(1e-12));
    assertThat(evaluation.figure("squadF1").value()).isCloseTo((2 + 4 / 7.0) / 6, within(1e-12));
    assertThat(evaluation.figure("citationPrecision").value()).isEqualTo(0.5);
    assertThat(evaluation.figure("citationPrecision").n()).isEqualTo(4);
  }

  @Test
  void measuresAnswerability() throws IOException {
    Evaluation evaluation = evaluate();

    assertThat(evaluation.figure("answerabilityAccuracy").value()).isCloseTo(0.5, within(1e-12));
    assertThat(evaluation.figure("answeredOfAnswerable").value()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(evaluation.figure("refusedOfUnanswerable").value())
        .isCloseTo(1 / 3.0, within(1e-12));
    assertThat(evaluation.figure("answerableOfAnswered").value()).isCloseTo(2 / 3.0, within(1e-12));
    // 0.9, 0.8, 0.2 against 0.1, 0.8: 2 + 1.5 + 1 of 6
    assertThat(evaluation.figure("auroc").value()).isCloseTo(4.5 / 6, within(1e-12));
    assertThat(evaluation.figure("auroc").n()).isEqualTo(5);
    assertThat(evaluation.figure("brier").value())
        .isCloseTo((0.01 + 0.04 + 0.64 + 0.01 + 0.64) / 5, within(1e-12));
    assertThat(evaluation.figure("coverageAtPrecision90").value())
        .isCloseTo(1 / 6.0, within(1e-12));
  }

  @Test
  void drawsTheRefusalCurve() throws IOException {
    Evaluation evaluation = evaluate();

    assertThat(evaluation.figure("refusal.precisionAtCoverage10").value()).isEqualTo(1);
    // the two of 0.8 come together
    assertThat(evaluation.figure("refusal.precisionAtCoverage20").value())
        .isCloseTo(2 / 3.0, within(1e-12));
    assertThat(evaluation.figure("refusal.precisionAtCoverage60").value())
        .isCloseTo(3 / 4.0, within(1e-12));
    assertThat(evaluation.sections().get("refusal")).doesNotContainKey("precisionAtCoverage90");
  }

  @Test
  void countsRows() throws IOException {
    assertThat(evaluate().rows())
        .containsEntry("evaluated", 6L)
        .containsEntry("failed", 1L)
        .containsEntry("invalid", 1L)
        .containsEntry("answerable", 3L)
        .containsEntry("answered", 3L);
  }

  private Evaluation evaluate() throws IOException {
    return QaEvaluation.of(
        folder.resolve("gold"), folder.resolve("predictions"), new Resampling(200, 7, 0.95));
  }
}
