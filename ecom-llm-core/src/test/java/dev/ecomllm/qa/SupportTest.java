package dev.ecomllm.qa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
          How long?  | It lasts 2 years      | two years of warranty, lasts long | true
          How long?  | It lasts 5 to 10 days | lasts 5-10 days          | true
          How long?  | It lasts 5 to 10 days | lasts 5-10 hours         | false
          How heavy? | It weighs 1,200 g     | weighs 1200 grams        | true
          How heavy? | It weighs 2.50 kg     | weighs 2.5 kg            | true
          How heavy? | It weighs 25 kg       | weighs 2.5 kg            | false
          Does it fit? | It fits a Jeep Wrangler | fits the jeep wrangler | true
          Does it fit? | It fits a Jeep Cherokee | fits the jeep wrangler | false
          Which port? | It charges over USB  | charges with a barrel plug | false
          Is it waterproof? | Yes            | it is not waterproof     | false
          Is it waterproof? | Yes, it is waterproof | this isn't really waterproof | false
          Is it waterproof? | No             | the fabric is waterproof | false
          Is it waterproof? | No             | waterproof only for a few minutes | true
          Is it waterproof? | No, it is not waterproof | it isn't waterproof | true
          Is it waterproof? | Yes            | not heavy, and waterproof too | true
          Is it dry? | It is dry. It glows in the dark. | stays dry inside | false
          Is it dry? | It stays dry. It floats. | stays dry and floats | true
          """)
  void anAnswerHoldsIfItsPassagesStateIt(
      String question, String answer, String passage, boolean holds) {
    assertThat(Support.holds(question, "", answer, List.of(new Passage(passage, "review"))))
        .isEqualTo(holds);
  }

  @Test
  void theProductsOwnNameNeedsNoCitation() {
    assertThat(
            Support.holds(
                "How long does it last?",
                "Sony WH-1000XM5",
                "The Sony WH-1000XM5 lasts 30 hours.",
                List.of(new Passage("lasts 30 hours", "description"))))
        .isTrue();
  }

  @Test
  void aPassageHoldsOnlyAsFarAsItWasShown() {
    Passage passage = new Passage("warm ".repeat(300) + "weighs 350 g", "description");
    assertThat(Support.holds("How heavy?", "", "It weighs 350 g.", List.of(passage))).isFalse();
  }

  /** Within a second, and without an overflow of the stack. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "1",
        "1-",
        "1,000.",
        "no ",
        "Yes. ",
        "ÄÖ",
        "\ud83d\ude00",
        "\u0000",
        "aA",
        "1 to "
      })
  void hugeTextsAreNoTrouble(String piece) {
    String huge = piece.repeat(1_000_000 / piece.length());
    Passage passage = new Passage(huge, "review");
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(Support.holds(huge, huge, huge, List.of(passage))).isFalse();
          Support.holds("Is it dry?", "", huge.substring(0, 4_000), List.of(passage));
          Injection.isSuspected(passage);
        });
  }
}
