package dev.ecomllm.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.engine.CallSettings;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.engine.Timing;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.product.Product;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ModelExtractorTest {

  private static final Product HEADPHONES =
      Product.of(
          "sku-1",
          "Sony WH-1000XM5 Wireless Noise Canceling Headphones, Black, 30-hour battery, USB-C"
              + " charging");

  private static final AttributeSchema SCHEMA =
      AttributeSchema.of(
          AttributeSpec.text("brand").withRequired(true),
          AttributeSpec.oneOf("color", List.of("black", "white", "navy blue")),
          AttributeSpec.number("battery_life", "h").withRange(0, 1000),
          AttributeSpec.yesNo("wireless").withDescription("works without a cable"),
          AttributeSpec.list("features").withValues(List.of("noise canceling")),
          AttributeSpec.severalOf("charging", List.of("USB-C", "Qi")));

  private final List<ModelRequest> asked = new ArrayList<>();

  private AttributeExtractor answering(String... replies) {
    return ModelExtractor.of(
        TaskRunner.of(
            ModelClient.of(
                "tuned",
                (request, timeout) -> {
                  asked.add(request);
                  return ModelReply.of(
                      replies[Math.min(asked.size(), replies.length) - 1], "tuned");
                })));
  }

  @Test
  void theReferenceSystemsExample() {
    ExtractedAttributes found =
        answering(
                """
                Sure! {"brand": "Sony", "model": "WH-1000XM5",
                "type": "Wireless Noise Canceling Headphones", "color": "Black",
                "battery_life": "30 hours", "charging": "USB-C"}\
                """)
            .extract(HEADPHONES);
    assertThat(found.attributes())
        .extracting(ExtractedAttribute::name, ExtractedAttribute::value)
        .containsExactly(
            tuple("brand", "Sony"),
            tuple("model", "WH-1000XM5"),
            tuple("type", "Wireless Noise Canceling Headphones"),
            tuple("color", "Black"),
            tuple("battery_life", "30-hour"),
            tuple("charging", "USB-C"));
    ExtractedAttribute battery = found.find("battery_life").orElseThrow();
    assertThat(battery.normalized()).contains("30");
    assertThat(battery.unit()).contains("h");
    assertThat(battery.evidence().orElseThrow().start()).isEqualTo(60);
    assertThat(found.answeredBy()).isEqualTo("tuned");
  }

  @Test
  void valuesBecomeWhatTheSchemaSays() {
    ExtractedAttributes found =
        answering(
                """
                {"Brand": ["Sony"], "color": "BLACK", "battery life": {"value": 30, "unit": "hours"},
                "wireless": "yes", "features": "Noise cancelling", "charging": "usb-c",
                "price": "300"}\
                """)
            .extract(HEADPHONES, SCHEMA);
    assertThat(found.find("color").orElseThrow().value()).isEqualTo("black");
    assertThat(found.find("battery_life").orElseThrow().value()).isEqualTo("30-hour");
    assertThat(found.find("wireless").orElseThrow().value()).isEqualTo("yes");
    assertThat(found.find("features").orElseThrow().value()).isEqualTo("Noise Canceling");
    assertThat(found.find("charging").orElseThrow().value()).isEqualTo("USB-C");
    assertThat(found.attributes()).allMatch(a -> a.support() == ExtractedAttribute.Support.STATED);
    assertThat(found.dropped())
        .containsExactly(
            new ExtractedAttributes.Dropped("price", "the schema has no such attribute"));
    assertThat(asked).hasSize(1);
  }

  @Test
  void theExactProblemIsShownOnceAndTheRestIsKept() {
    ExtractedAttributes found =
        answering("{\"brand\":\"Sony\",\"color\":\"blackish\",\"battery_life\":\"30 kg\"}")
            .extract(HEADPHONES, SCHEMA);
    assertThat(asked).hasSize(2);
    assertThat(asked.get(1).prompt().messages().get(2).text())
        .contains("$.color: expected one of black | white | navy blue or null")
        .contains("$.battery_life: expected a number in h or a unit of that kind");
    assertThat(found.find("brand").orElseThrow().value()).isEqualTo("Sony");
    assertThat(found.dropped())
        .extracting(ExtractedAttributes.Dropped::name)
        .containsExactly("color", "battery_life");
  }

  @Test
  void theSecondAnswerMendsTheFirst() {
    ExtractedAttributes found =
        answering("{\"brand\":\"Sony\",\"color\":\"blackish\"}", "{\"color\":\"black\"}")
            .extract(HEADPHONES, SCHEMA);
    assertThat(found.find("brand").orElseThrow().value()).isEqualTo("Sony");
    assertThat(found.find("color").orElseThrow().value()).isEqualTo("black");
    assertThat(found.dropped()).isEmpty();
  }

  @Test
  void whatWasGoodIsKeptWhenTheServerGoesAway() {
    AttributeExtractor extractor =
        ModelExtractor.of(
            TaskRunner.of(
                ModelClient.of(
                    "tuned",
                    (request, timeout) -> {
                      asked.add(request);
                      if (asked.size() > 1) {
                        throw ModelCallException.of(ModelCallException.Kind.REJECTED, "gone", null);
                      }
                      return ModelReply.of("{\"brand\":\"Sony\",\"color\":\"blackish\"}", "tuned");
                    })));
    ExtractedAttributes found = extractor.extract(HEADPHONES, SCHEMA);
    assertThat(found.find("brand")).isPresent();
    assertThat(found.dropped()).hasSize(1);
  }

  @Test
  void afterTheDeadlineNobodyIsAskedAgain() {
    AtomicLong now = new AtomicLong();
    ModelClient slow =
        ModelClient.of(
            "tuned",
            (request, timeout) -> {
              asked.add(request);
              now.addAndGet(CallSettings.DEFAULTS.deadline().toNanos() + 1);
              return ModelReply.of("{\"brand\":\"Sony\",\"color\":\"blackish\"}", "tuned");
            });
    Timing clock =
        new Timing() {
          @Override
          public long nanoTime() {
            return now.get();
          }

          @Override
          public void sleep(Duration pause) {
            now.addAndGet(pause.toNanos());
          }

          @Override
          public double random() {
            return 0;
          }
        };
    ExtractedAttributes found =
        ModelExtractor.of(
                new TaskRunner(slow, CallSettings.DEFAULTS, ResponseCache.none(), List.of(), clock))
            .extract(HEADPHONES, SCHEMA);
    assertThat(asked).hasSize(1);
    assertThat(found.find("brand").orElseThrow().value()).isEqualTo("Sony");
    assertThat(found.dropped()).extracting(d -> d.name()).containsExactly("color");
  }

  @Test
  void whatTheTextDoesNotStateIsDroppedOrInferred() {
    AttributeSchema schema =
        AttributeSchema.of(
            AttributeSpec.text("brand"), AttributeSpec.text("series").withMustBeStated(false));
    ExtractedAttributes found =
        answering("{\"brand\":\"Bose\",\"series\":\"1000X\"}").extract(HEADPHONES, schema);
    assertThat(found.attributes()).containsExactly(ExtractedAttribute.inferred("series", "1000X"));
    assertThat(found.dropped()).extracting(d -> d.name()).containsExactly("brand");
  }

  @Test
  void noJsonTwiceIsAnErrorThatKeepsTheText() {
    assertThatThrownBy(() -> answering("I cannot tell.").extract(HEADPHONES, SCHEMA))
        .isInstanceOfSatisfying(
            InvalidOutputException.class, e -> assertThat(e.output()).isEqualTo("I cannot tell."));
    assertThat(asked).hasSize(2);
  }

  @Test
  void nothingStatedIsAnEmptyAnswer() {
    assertThat(
            answering("{\"brand\":null,\"color\":\"N/A\",\"features\":[]}")
                .extract(HEADPHONES, SCHEMA)
                .attributes())
        .isEmpty();
  }

  @Test
  void theConstraintHoldsNothingThatServersRefuse() {
    answering("{}").extract(HEADPHONES, SCHEMA);
    assertThat(asked.get(0).constraint())
        .isInstanceOfSatisfying(
            Constraint.JsonSchema.class,
            constraint ->
                assertThat(constraint.schema())
                    .contains("\"color\":{\"enum\":[\"black\",\"white\",\"navy blue\",null]}")
                    .contains("\"additionalProperties\":false")
                    .doesNotContain("pattern")
                    .doesNotContain("uniqueItems"));
  }

  @Test
  void thePromptIsPinned() throws IOException {
    answering("{}")
        .extract(
            ExtractRequest.of(HEADPHONES, SCHEMA)
                .withCategory("Electronics > Audio > Audio Components > Headphones"));
    try (InputStream golden = ModelExtractorTest.class.getResourceAsStream("extract.golden.txt")) {
      assertThat(golden).isNotNull();
      assertThat(asked.get(0).prompt().messages().get(0).text())
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
