package dev.ecomllm.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.examples.service.RunningService.Reply;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions, on the embedded engine. */
class TasksTest {

  private static final String MACBOOK = "Apple MacBook Pro 14-inch M3 Pro chip 18GB RAM";
  private static final String SONY =
      "Sony WH-1000XM5 Wireless Noise Canceling Headphones, Black, 30-hour battery, USB-C charging";

  private final RunningService service = RunningService.embedded();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"product_title\": \"%s\"}",
        "{\"title\": \"%s\"}",
        "{\"productTitle\": \"%s\", \"unheardOf\": {\"deep\": [1]}}",
        "{\"product\": \"%s\"}",
        "{\"product\": {\"product_title\": \"%s\", \"brand\": null}}"
      })
  void classifiesWhateverTheTitleIsCalled(String body) {
    Reply reply = service.post("/classify", body.formatted(MACBOOK));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    JsonNode json = reply.json();
    assertThat(json.path("category").asText()).isEqualTo("Electronics > Computers > Laptops");
    assertThat(json.path("categoryId").asLong()).isEqualTo(328);
    assertThat(json.path("confidence").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.path("decision").asText()).isIn("LEAF", "ANCESTOR", "REVIEW");
    assertThat(json.path("alternatives").path(0).path("category")).isEqualTo(json.path("category"));
    assertThat(json.path("alternatives").size()).isBetween(1, 20);
    assertThat(json.path("answeredBy").asText()).isEqualTo("embedded");
    assertThat(json.path("milliseconds").asDouble()).isPositive();
  }

  @Test
  void everyCategoryIsInTheTree() {
    JsonNode json = service.post("/classify", "{\"product_title\":\"blue thing\"}").json();

    for (JsonNode alternative : json.path("alternatives")) {
      assertThat(Taxonomy.google().byId(alternative.path("categoryId").asLong()))
          .map(Category::path)
          .map(Object::toString)
          .contains(alternative.path("category").asText());
    }
  }

  @Test
  void extractsWhatTheTextProves() {
    JsonNode json = service.post("/extract", "{\"product_title\":\"" + SONY + "\"}").json();

    assertThat(json.path("category").asText()).contains("Headphones");
    assertThat(json.path("attributes").size()).isGreaterThan(1);
    for (JsonNode value : json.path("attributes")) {
      JsonNode one = value.isArray() ? value.path(0) : value;
      assertThat(one.path("field").asText()).isEqualTo("title");
      assertThat(SONY.substring(one.path("start").asInt(), one.path("end").asInt()))
          .isEqualTo(one.path("evidence").asText());
    }
    assertThat(json.at("/attributes/brand/value").asText()).isEqualTo("Sony");
  }

  @Test
  void extractsTheAttributesAskedFor() {
    JsonNode json =
        service
            .post(
                "/extract",
                "{\"product_title\":\"Blue cotton shirt\",\"category\":\"Shirts\",\"attributes\":[\"color\"]}")
            .json();

    assertThat(json.path("category").asText()).isEqualTo("Shirts");
    assertThat(json.path("attributes").properties())
        .extracting(e -> e.getKey())
        .containsExactly("color");
  }

  @Test
  void answersFromThePassagesAndCitesThem() {
    JsonNode json =
        service
            .post(
                "/qa",
                """
                {"product_title": "Patagonia Better Sweater Fleece Jacket",
                 "question": "Can I wash it in the machine?",
                 "passages": [{"text": "Ships within two days.", "source": "shop"},
                              {"text": "Machine wash cold, tumble dry low.", "source": "care"}]}
                """)
            .json();

    assertThat(json.path("answerable").asBoolean()).isTrue();
    assertThat(json.path("answer").asText()).contains("Machine wash cold");
    assertThat(json.at("/citations/0/passage").asInt()).isEqualTo(1);
    assertThat(json.at("/passages/1/source").asText()).isEqualTo("care");
  }

  @Test
  void answersFromTheProductItselfAndShowsThePassage() {
    JsonNode json =
        service
            .post(
                "/qa",
                """
                {"product_title": "Tent", "question": "How much does the tent weigh?",
                 "product_description": "A tent for two. The tent weighs 2.1 kg. It has two doors."}
                """)
            .json();

    assertThat(json.path("answerable").asBoolean()).isTrue();
    int cited = json.at("/citations/0/passage").asInt();
    assertThat(json.path("passages").path(cited).path("text").asText()).contains("2.1 kg");
  }

  @Test
  void saysWhereNothingIsKnown() {
    JsonNode json =
        service
            .post(
                "/qa", "{\"product\":\"Plain mug\",\"question\":\"Who won the election in Peru?\"}")
            .json();

    assertThat(json.path("answerable").asBoolean()).isFalse();
    assertThat(json.path("answer").asText()).isEmpty();
    assertThat(json.path("citations").size()).isZero();
  }

  @Test
  void enriches() {
    JsonNode json = service.post("/enrich", "{\"title\":\"" + SONY + "\"}").json();

    assertThat(json.at("/classification/category").asText()).contains("Headphones");
    assertThat(json.at("/attributes/brand/value").asText()).isEqualTo("Sony");
    assertThat(json.path("answeredBy").asText()).isEqualTo("embedded");
  }

  @Test
  void answersABatchInOrderAndOneBadItemSpoilsNothing() {
    JsonNode results =
        service
            .post(
                "/classify/batch",
                "{\"items\":[{\"id\":\"a\",\"title\":\"%s\"},{\"id\":\"b\"},7,{\"id\":\"c\",\"title\":\"%s\"}]}"
                    .formatted(MACBOOK, SONY))
            .json()
            .path("results");

    assertThat(results.size()).isEqualTo(4);
    assertThat(results.at("/0/id").asText()).isEqualTo("a");
    assertThat(results.at("/0/category").asText()).endsWith("Laptops");
    assertThat(results.at("/1/error/kind").asText()).isEqualTo("invalid");
    assertThat(results.at("/1/error/message").asText()).contains("product_title");
    assertThat(results.at("/2/error/kind").asText()).isEqualTo("invalid");
    assertThat(results.at("/3/category").asText()).contains("Headphones");
  }

  @Test
  void isWell() {
    assertThat(service.get("/health").json().path("status").asText()).isEqualTo("ok");
    assertThat(service.get("/health").json().path("engine").asText()).isEqualTo("embedded");
    assertThat(service.get("/health/ready").status()).isEqualTo(200);
    assertThat(service.get("/health/live").status()).isEqualTo(200);
    assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
    assertThat(service.get("/actuator/prometheus").text())
        .contains("http_server_requests_seconds", "ecomllm_service_requests");
  }
}
