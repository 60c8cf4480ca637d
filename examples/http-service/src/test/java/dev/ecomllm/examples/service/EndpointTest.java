package dev.ecomllm.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.examples.service.RunningService.Reply;
import dev.ecomllm.testing.StubReply;
import dev.ecomllm.testing.StubVllm;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a model server, which may go away. */
class EndpointTest {

  private static final String SHOES = "{\"product_title\":\"Nike Air Max 90 running shoes\"}";
  private static final String KEY = "key-of-the-model-server";

  private static StubVllm vllm;
  private static RunningService alone;
  private static RunningService withFallback;

  @BeforeAll
  static void start() {
    vllm = StubVllm.start().requireApiKey(KEY);
    alone = service(false);
    withFallback = service(true);
  }

  private static RunningService service(boolean fallback) {
    return RunningService.start(
        "--ecomllm.endpoint=" + vllm.endpoint(),
        "--ecomllm.model=" + vllm.model(),
        "--ecomllm.api-key=" + KEY,
        "--ecomllm.words-only=true",
        "--ecomllm.deadline=6s",
        "--ecomllm.fallback=" + fallback);
  }

  @AfterAll
  static void stop() {
    alone.close();
    withFallback.close();
    vllm.close();
  }

  @BeforeEach
  void up() {
    vllm.answer(request -> StubReply.distribution(Map.of("A", 0.9, "B", 0.1)));
  }

  @Test
  void theModelAnswers() {
    JsonNode json = alone.post("/classify", SHOES).json();

    assertThat(json.path("answeredBy").asText()).isEqualTo("stub-model");
    assertThat(json.path("category").asText()).isNotBlank();
    assertThat(alone.get("/health").json().path("engine").asText()).isEqualTo("endpoint");
    assertThat(alone.get("/actuator/prometheus").text())
        .contains("gen_ai_client_operation_duration_seconds", "ecomllm_question_duration_seconds");
  }

  @Test
  void aServerThatIsGoneIsSaidSoAndWhenToComeBack() {
    vllm.stop();
    try {
      Reply reply = alone.post("/classify", SHOES);

      assertThat(reply.status()).isEqualTo(503);
      assertThat(Long.parseLong(reply.header("Retry-After"))).isPositive();
      assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
      assertThat(reply.json().path("detail").asText()).contains("please retry");
      assertThat(reply.text())
          .doesNotContain("Nike")
          .doesNotContain(KEY)
          .doesNotContain("localhost");

      JsonNode item =
          alone.post("/classify/batch", "{\"items\":[" + SHOES + "]}").json().at("/results/0");
      assertThat(item.at("/error/kind").asText()).isIn("transient", "circuit_open", "timed_out");

      JsonNode answered = withFallback.post("/classify", SHOES).json();
      assertThat(answered.path("answeredBy").asText()).isEqualTo("embedded");
      assertThat(answered.path("category").asText()).contains("Shoes");

      Reply ready = alone.get("/health/ready");
      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.json().path("status").asText()).isEqualTo("degraded");
      assertThat(ready.json().path("modelServer").asText()).isEqualTo("down");
      assertThat(alone.get("/health/live").status()).isEqualTo(200);
    } finally {
      vllm.restart();
    }
  }

  @Test
  void aServerThatTakesTooLongIsATimeOut() {
    vllm.answer(request -> StubReply.text("A").after(Duration.ofSeconds(15)));

    Reply reply = alone.post("/classify", SHOES);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.json().path("kind").asText()).isEqualTo("timed_out");
    assertThat(reply.header("Retry-After")).isNotEmpty();
  }

  @Test
  void aServerThatRefusesIsNoneOfTheCallersFault() {
    vllm.requireApiKey("another key");
    try {
      Reply reply = alone.post("/extract", "{\"title\":\"Nike shoes\",\"category\":\"Shoes\"}");

      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.json().path("kind").asText()).isEqualTo("rejected");
      assertThat(reply.text()).doesNotContain(KEY).doesNotContain("Nike");
    } finally {
      vllm.requireApiKey(KEY);
    }
  }
}
