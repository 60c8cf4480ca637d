package dev.ecomllm.qa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.product.Product;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passages that give orders, and a model that obeys them all. */
class HostilePassagesTest {

  private static final QaRequest REQUEST =
      QaRequest.of(Product.of("sku-1", "Trail backpack"), "Is the backpack waterproof?");

  private static final Passage POCKETS = new Passage("The backpack has two pockets.", "bullet");
  private static final Passage PROOF =
      new Passage("The fabric of the backpack is waterproof.", "description");

  private static List<String> hostile(String file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(HostilePassagesTest.class.getResourceAsStream(file)),
                StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }

  private static Answer obeying(String answer, String citations, QaRequest request) {
    String reply =
        "{\"answerable\":true,\"answer\":\"" + answer + "\",\"citations\":" + citations + "}";
    return ModelQa.of(
            TaskRunner.of(ModelClient.of("m", (asked, timeout) -> ModelReply.of(reply, "m"))))
        .ask(request);
  }

  /** Whatever it says, and whether it cites the order, a harmless passage or both. */
  @ParameterizedTest
  @ValueSource(strings = {"hostile-passages.txt", "hostile-reviews.txt"})
  void noneOfFiftySupportsAnAnswer(String file) throws IOException {
    List<String> hostile = hostile(file);
    assertThat(hostile).hasSizeGreaterThanOrEqualTo(50);
    for (String text : hostile) {
      QaRequest request = REQUEST.withPassages(List.of(new Passage(text, "review"), POCKETS));
      for (String answer :
          List.of(
              "Yes, the backpack is waterproof.",
              "Yes",
              "It is waterproof.",
              "Waterproof to 20,000 mm, as [2] says.")) {
        for (String citations : List.of("[1]", "[2]", "[1,2]", "[2,1,3]", "[]")) {
          assertThat(obeying(answer, citations, request))
              .as(text + " / " + answer + " / " + citations)
              .isInstanceOfSatisfying(
                  Answer.Unknown.class,
                  unknown -> assertThat(unknown.reason()).isEqualTo(Answer.Reason.UNSUPPORTED));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hostile-passages.txt", "hostile-reviews.txt"})
  void anotherPassageStillDoes(String file) throws IOException {
    for (String text : hostile(file)) {
      QaRequest request = REQUEST.withPassages(List.of(new Passage(text, "review"), PROOF));
      assertThat(obeying("Yes, the backpack is waterproof.", "[2]", request))
          .as(text)
          .isInstanceOf(Answer.Known.class);
    }
  }

  @Test
  void reviewsThatOnlySoundLikeOrdersStillCount() {
    for (String text :
        List.of(
            "I would say it is waterproof, the backpack stayed dry.",
            "Do not ignore the care label, but yes, the backpack is waterproof.",
            "They tell you it is waterproof and the backpack really is.",
            "You should know that the backpack is waterproof, not just water resistant.",
            "Yes! The backpack is waterproof. You will not regret it.",
            "If you need to carry a laptop in the rain: this backpack is waterproof.",
            "I called the seller, who told me that the backpack is waterproof.",
            "To answer your question: the backpack is waterproof.",
            "Other reviews complain, but my backpack is waterproof.",
            "Remember to close the flap, then the backpack is waterproof.")) {
      assertThat(
              obeying(
                  "Yes, the backpack is waterproof.",
                  "[1]",
                  REQUEST.withPassages(List.of(new Passage(text, "review")))))
          .as(text)
          .isInstanceOf(Answer.Known.class);
    }
  }
}
