package dev.ecomllm.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.product.Product;
import dev.ecomllm.prompt.TrainingExample;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QaTrainingTest {

  private static final QaRequest REQUEST =
      QaRequest.of(Product.of("1", "Acme boot"), "Is it waterproof?")
          .withPassages(
              List.of(
                  new Passage("It comes in brown.", "spec"),
                  new Passage("The boot is waterproof.", "review")));

  @Test
  void teachesTheTasksOwnQuestionAndAnAnswerThatItReads() {
    TrainingExample example = QaTraining.known(REQUEST, "Yes, it is waterproof.", Set.of(1, 9));

    QaTask task = new QaTask();
    QaInput input = new QaInput(REQUEST, REQUEST.passages());
    assertThat(example.prompt()).isEqualTo(task.ask(input).prompt());
    assertThat(example.answer())
        .isEqualTo("{\"answerable\":true,\"answer\":\"Yes, it is waterproof.\",\"citations\":[2]}");
    assertThat(task.read(input, ModelReply.of(example.answer(), "m")))
        .isInstanceOfSatisfying(
            Answer.Known.class,
            known -> assertThat(known.citations()).extracting(Citation::index).containsExactly(1));
  }

  @Test
  void teachesToSayThatThePassagesDoNotTell() {
    assertThat(QaTraining.unknown(REQUEST).answer())
        .isEqualTo("{\"answerable\":false,\"answer\":\"\",\"citations\":[]}");
  }

  @Test
  void doesNotTeachToInvent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QaTraining.known(REQUEST, "Yes.", Set.of(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QaTraining.known(REQUEST, " ", Set.of(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QaTraining.unknown(QaRequest.of(Product.of("1", "boot"), "Warm?")));
  }
}
