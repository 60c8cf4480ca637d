package dev.ecomllm.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.calibration.FittedCalibration;
import dev.ecomllm.calibration.Observation;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a model's reply: confidence, threshold, sentences, and replies that are odd. */
class ModelAnswersTest {

  private static final QaRequest HEAVY =
      QaRequest.of(Product.of("sku-1", "Fleece Jacket"), "How heavy is it?")
          .withPassages(
              List.of(
                  new Passage("Mid-weight fleece, weighs 350 g.", "description"),
                  new Passage("Two zipped pockets.", "bullet")));
  private static final String GOOD =
      "{\"answerable\":true,\"answer\":\"It weighs 350 g. It has two zipped pockets.\",\"citations\":[1,2]}";

  private static ModelQa answering(String reply) {
    return ModelQa.of(
        TaskRunner.of(ModelClient.of("m", (request, timeout) -> ModelReply.of(reply, "m"))));
  }

  /** A server that tells how likely "true" was. */
  private static ModelQa sure(double probability) {
    List<TokenLogprobs> tokens = new ArrayList<>();
    for (String piece : List.of("{\"", "answer", "able\":", " true", ",...")) {
      tokens.add(
          new TokenLogprobs(
              piece,
              0,
              piece.equals(" true")
                  ? List.of(
                      new TokenLogprobs.Alternative(" true", Math.log(probability)),
                      new TokenLogprobs.Alternative(" false", Math.log(1 - probability)),
                      new TokenLogprobs.Alternative("x", -9999))
                  : List.of()));
    }
    ModelReply reply =
        new ModelReply(GOOD, ModelReply.Finish.STOP, tokens, ModelReply.Usage.UNKNOWN, "m");
    return ModelQa.of(TaskRunner.of(ModelClient.of("m", (request, timeout) -> reply)));
  }

  @Test
  void theConfidenceIsThatOfTheWordTrue() {
    assertThat(sure(0.8).ask(HEAVY).confidence().orElseThrow()).isBetween(0.7999, 0.8001);
    assertThat(answering(GOOD).ask(HEAVY).confidence()).isEmpty();
  }

  @Test
  void belowTheThresholdTheQuestionStaysOpen() {
    assertThat(sure(0.8).withThreshold(0.7).ask(HEAVY)).isInstanceOf(Answer.Known.class);
    assertThat(sure(0.8).withThreshold(0.9).ask(HEAVY))
        .isInstanceOfSatisfying(
            Answer.Unknown.class,
            unknown -> {
              assertThat(unknown.reason()).isEqualTo(Answer.Reason.NOT_ANSWERED);
              assertThat(unknown.rejected()).startsWith("It weighs 350 g.");
              assertThat(unknown.confidence()).isPresent();
            });
    assertThat(answering(GOOD).withThreshold(0.9).ask(HEAVY)).isInstanceOf(Answer.Known.class);
    assertThatThrownBy(() -> sure(0.8).withThreshold(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCalibrationTeachesProbabilitiesAndAThreshold() {
    ModelQa boasting = sure(0.95);
    List<Observation> questions = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      double score = random.nextDouble();
      questions.add(new Observation(score, random.nextDouble() < score * score));
    }
    FittedCalibration fitted = AnswerCalibration.fit(boasting.scope(), questions);
    Answer answer = boasting.withCalibration(fitted, 0.6).ask(HEAVY);
    assertThat(answer).isInstanceOf(Answer.Known.class);
    assertThat(answer.confidence().orElseThrow()).isBetween(0.8, 0.95);
    assertThat(boasting.withCalibration(fitted, 0.99).ask(HEAVY))
        .isInstanceOf(Answer.Unknown.class);
    assertThat(sure(0.3).withCalibration(fitted, 0.6).ask(HEAVY))
        .isInstanceOf(Answer.Unknown.class);
    FittedCalibration ofAnother =
        AnswerCalibration.fit(new CalibrationScope("qa", "other", "x", ""), questions);
    assertThatThrownBy(() -> boasting.withCalibration(ofAnother, 0.6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other");
  }

  @Test
  void sentencesComeCheckedAndInOrder() {
    List<CheckedSentence> shown = new ArrayList<>();
    answering(GOOD).ask(HEAVY, shown::add);
    assertThat(shown)
        .extracting(CheckedSentence::text)
        .containsExactly("It weighs 350 g.", "It has two zipped pockets.");
    assertThat(shown.get(0).citations()).extracting(Citation::index).containsExactly(0);
    assertThat(shown.get(1).citations()).extracting(Citation::index).containsExactly(1);
  }

  @Test
  void ofAnUnsupportedAnswerNoSentenceIsShown() {
    List<CheckedSentence> shown = new ArrayList<>();
    Answer answer = answering(GOOD.replace("two zipped", "nine magnetic")).ask(HEAVY, shown::add);
    assertThat(shown).isEmpty();
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Unknown.class,
            unknown -> {
              assertThat(unknown.reason()).isEqualTo(Answer.Reason.UNSUPPORTED);
              assertThat(unknown.rejected())
                  .isEqualTo("It weighs 350 g. It has nine magnetic pockets.");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "true",
        "42",
        "{}",
        "{\"answerable\":\"maybe\"}",
        "{\"answerable\":null,\"answer\":null,\"citations\":null}",
        "\u0000\u0001",
        "\ud83d\ude00",
        "{\"answerable\":true,\"answer\":{\"a\":[1]},\"citations\":{\"b\":2}}",
        "{\"answerable\":true,\"answer\":\"It weighs 350 g.\",\"citations\":\"one\"}",
        "{\"answerable\":true,\"answer\":\"It weighs 350 g.\",\"citations\":[1e99,-1,null,[1],\"x\"]}",
        "{\"answerable\":true,\"answer\":\"   \",\"citations\":[1]}",
        "{\"answerable\":true,\"answer\":\"\u200b\u202e\",\"citations\":[2]}",
        "{\"answerable\":true,\"citations\":[1]}"
      })
  void anOddReplyIsUnusableOrLeavesTheQuestionOpen(String reply) {
    try {
      assertThat(answering(reply).ask(HEAVY)).isInstanceOf(Answer.Unknown.class);
    } catch (InvalidOutputException e) {
      assertThat(e.output()).isEqualTo(reply);
    }
  }

  @Test
  void aHugeReplyIsNoTrouble() {
    String answer = "It weighs 350 g and 350 g. ".repeat(50_000);
    String reply = "{\"answerable\":true,\"answer\":\"" + answer + "\",\"citations\":[1]}";
    assertThat(answering(reply).ask(HEAVY))
        .isInstanceOfSatisfying(
            Answer.Unknown.class, unknown -> assertThat(unknown.rejected()).hasSize(1_000));
  }

  @Test
  void otherScriptsAreCheckedToo() {
    QaRequest request =
        HEAVY.withPassages(List.of(new Passage("Gewicht: 350 g, Größe XL, 防水", "Datenblatt")));
    assertThat(
            answering(
                    "{\"answerable\":true,\"answer\":\"Gewicht 350 g, Größe XL\",\"citations\":[1]}")
                .ask(request))
        .isInstanceOf(Answer.Known.class);
    assertThat(
            answering("{\"answerable\":true,\"answer\":\"Gewicht ٣٥٠ kg\",\"citations\":[1]}")
                .ask(request))
        .isInstanceOf(Answer.Unknown.class);
  }
}
