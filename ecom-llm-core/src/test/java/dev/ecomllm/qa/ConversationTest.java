package dev.ecomllm.qa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.product.Product;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {

  private static final Product JACKET = Product.of("sku-1", "Fleece Jacket");

  private static QaRequest after(String question, String... earlier) {
    return QaRequest.of(JACKET, question)
        .withHistory(List.of(earlier).stream().map(q -> new Turn(q, "")).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          and in blue?              | Is it warm? and in blue?
          What about the hood?      | Is it warm? What about the hood?
          in size 10?               | Is it warm? in size 10?
          why?                      | Is it warm? why?
          Is it heavy?              | Is it heavy?
          does it shrink            | does it shrink
          washing machine safe at forty degrees | washing machine safe at forty degrees
          Android is supported?     | Android is supported?
          """)
  void aQuestionThatLeansStandsWithTheOneBefore(String question, String standalone) {
    assertThat(after(question, "Is it warm?").standalone()).isEqualTo(standalone);
    assertThat(QaRequest.of(JACKET, question).standalone()).isEqualTo(question);
  }

  @Test
  void itLeansOnTheLastThatStandsAlone() {
    assertThat(after("and in blue?", "Is it heavy?", "Is it warm?", "and the hood?").standalone())
        .isEqualTo("Is it warm? and in blue?");
    assertThat(after("and in blue?", "and?", "or red?").standalone())
        .isEqualTo("or red? and in blue?");
  }

  @Test
  void theLastTurnsAreKept() {
    List<Turn> turns = IntStream.range(0, 50).mapToObj(i -> new Turn("q" + i, "a")).toList();
    assertThat(QaRequest.of(JACKET, "Is it warm?").withHistory(turns).history())
        .extracting(Turn::question)
        .containsExactly("q46", "q47", "q48", "q49");
  }

  @Test
  void aFollowUpRemembersTheAnswer() {
    Passage passage = new Passage("It is warm.", "description");
    QaRequest first = QaRequest.of(JACKET, "Is it warm?").withPassages(List.of(passage));
    Answer known =
        new Answer.Known(
            "sku-1",
            "It is warm.",
            List.of(new Citation(0, passage)),
            OptionalDouble.empty(),
            List.of(0),
            "m");
    Answer unknown =
        new Answer.Unknown(
            "sku-1", Answer.Reason.NO_PASSAGES, OptionalDouble.empty(), List.of(), "m");
    QaRequest third = first.followUp(known, "and in blue?").followUp(unknown, "and in red?");
    assertThat(third.history())
        .containsExactly(new Turn("Is it warm?", "It is warm."), new Turn("and in blue?", ""));
    assertThat(third.passages()).isEmpty();
    assertThat(third.standalone()).isEqualTo("Is it warm? and in red?");
  }
}
