package dev.ecomllm.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.qa.Turn;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QaRowsTest {

  private static QaRequest read(String more) {
    String row =
        "{\"id\":\"1\",\"product\":\"Raincoat\",\"question\":\"And in blue?\"" + more + "}";
    return new QaRows().read(JsonLines.of(new StringReader(row)).next());
  }

  @Test
  void earlierTurnsCompleteAQuestion() {
    QaRequest request =
        read(
            ",\"history\":[{\"question\":\"Is it sold in red?\",\"answer\":\"Yes.\"},"
                + "{\"question\":\"Is there size M?\"}]");

    assertThat(request.history())
        .containsExactly(new Turn("Is it sold in red?", "Yes."), new Turn("Is there size M?", ""));
    assertThat(request.standalone()).contains("Is there size M?").contains("And in blue?");
  }

  @Test
  void aFirstQuestionHasNoHistory() {
    assertThat(read("").history()).isEmpty();
    assertThat(read(",\"history\":null").history()).isEmpty();
    assertThat(read(",\"history\":[]").history()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Is it red?\"",
        "[\"Is it red?\"]",
        "[{\"answer\":\"Yes.\"}]",
        "[{\"question\":[\"Is it red?\"]}]",
        "[{\"question\":\" \"}]",
        "{\"question\":\"Is it red?\"}"
      })
  void anythingElseIsNamed(String history) {
    assertThatThrownBy(() -> read(",\"history\":" + history))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("\"(history|question)\" must be .*");
  }
}
