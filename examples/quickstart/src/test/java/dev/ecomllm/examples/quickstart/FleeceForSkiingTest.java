package dev.ecomllm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.rag.offline.EmbeddedQa;
import org.junit.jupiter.api.Test;

class FleeceForSkiingTest {

  @Test
  void theAnswerIsThePassageThatSupportsIt() {
    ProductQa qa = EmbeddedQa.byWords();
    QaRequest request =
        QaRequest.of(FleeceForSkiing.JACKET, "Is this warm enough for skiing?")
            .withPassages(FleeceForSkiing.KNOWN);
    Answer answer = qa.ask(request);
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Known.class,
            known -> {
              assertThat(known.text()).contains("as a layer under a shell");
              assertThat(known.citations().get(0).index()).isEqualTo(2);
            });
    assertThat(qa.ask(request.followUp(answer, "and in navy?").withPassages(FleeceForSkiing.KNOWN)))
        .extracting(next -> next.ranked().subList(0, 2))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .contains(5);
  }
}
