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

/** Passages that give orders, and a model that obeys them all. */
class HostilePassagesTest {

  private static final QaRequest REQUEST =
      QaRequest.of(Product.of("sku-1", "Trail backpack"), "Is the backpack waterproof?");

  private static List<String> hostile() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    HostilePassagesTest.class.getResourceAsStream("hostile-passages.txt")),
                StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }

  private static Answer obeying(String citations, QaRequest request) {
    String reply =
        "{\"answerable\":true,\"answer\":\"Yes, the backpack is waterproof.\",\"citations\":"
            + citations
            + "}";
    return ModelQa.of(
            TaskRunner.of(ModelClient.of("m", (asked, timeout) -> ModelReply.of(reply, "m"))))
        .ask(request);
  }

  @Test
  void noneOfFiftySupportsAnAnswer() throws IOException {
    List<String> hostile = hostile();
    assertThat(hostile).hasSizeGreaterThanOrEqualTo(50);
    for (String text : hostile) {
      Answer answer = obeying("[1]", REQUEST.withPassages(List.of(new Passage(text, "review"))));
      assertThat(answer).as(text).isInstanceOf(Answer.Unknown.class);
    }
  }

  @Test
  void anotherPassageStillDoes() throws IOException {
    for (String text : hostile()) {
      QaRequest request =
          REQUEST.withPassages(
              List.of(
                  new Passage(text, "review"),
                  new Passage("The fabric of the backpack is waterproof.", "description")));
      assertThat(obeying("[2]", request)).as(text).isInstanceOf(Answer.Known.class);
    }
  }

  @Test
  void reviewsThatOnlySoundLikeOrdersStillCount() {
    for (String text :
        List.of(
            "I would say it is waterproof, the backpack stayed dry.",
            "Do not ignore the care label, but yes, the backpack is waterproof.",
            "They tell you it is waterproof and the backpack really is.")) {
      assertThat(obeying("[1]", REQUEST.withPassages(List.of(new Passage(text, "review")))))
          .as(text)
          .isInstanceOf(Answer.Known.class);
    }
  }
}
