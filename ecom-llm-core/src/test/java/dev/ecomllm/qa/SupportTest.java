package dev.ecomllm.qa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          How fast? | It runs at 60fps.      | smooth 60 fps video      | true
          How fast? | It runs at 60 fps.     | smooth 60fps video       | true
          How fast? | It runs at 60 Hz.      | smooth 60 fps video      | false
          How long? | 12 inches long         | 12-inch strap, long      | true
          How long? | 12 feet long           | 12-inch strap, long      | false
          How long? | 12 long                | 12-inch strap, long      | true
          Which?    | The WH-1000XM5 works   | works with WH-1000XM5    | true
          Which?    | The WH-1000XM4 works   | works with WH-1000XM5    | false
          Is it dry? | Yes, it stays dry     | No, it does not stay dry | false
          Is it dry? | No, it gets wet       | yes, dry as a bone       | false
          Is it dry? | Yes                   | stays dry in heavy rain  | true
          Is it dry? | Yes                   | my dog ate the box       | false
          """)
  void anAnswerHoldsIfItsPassagesStateIt(
      String question, String answer, String passage, boolean holds) {
    assertThat(Support.holds(question, answer, List.of(new Passage(passage, "review"))))
        .isEqualTo(holds);
  }
}
