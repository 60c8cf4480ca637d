package dev.ecomllm.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.examples.service.RunningService.Reply;
import java.net.http.HttpRequest;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, rates, other sites, headers. */
class GuardTest {

  private static final String TITLE = "{\"product_title\":\"Oak chair\"}";

  private static RunningService service;

  @BeforeAll
  static void start() {
    service =
        RunningService.start(
            "--ecomllm.words-only=true",
            "--ecomllm.keys=shop:k-shop,other:k-other,third:k-third",
            "--ecomllm.rate=0.01",
            "--ecomllm.burst=5",
            "--ecomllm.max-batch=10",
            "--ecomllm.allowed-origins=https://shop.example");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void aKeyOpensAndOthersDoNot() {
    assertThat(service.post("/classify", TITLE, "X-API-Key", "k-shop").status()).isEqualTo(200);
    assertThat(service.post("/classify", TITLE, "Authorization", "Bearer k-shop").status())
        .isEqualTo(200);
    for (String wrong : new String[] {"k-sho", "k-shopp", "", "shop:k-shop"}) {
      Reply reply = service.post("/classify", TITLE, "X-API-Key", wrong);
      // After five tries the address has to wait.
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    }
    assertThat(service.get("/actuator/prometheus").status()).isEqualTo(401);
    assertThat(service.get("/health").status()).isEqualTo(200);
    assertThat(service.get("/health/live").status()).isEqualTo(200);
    assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
    assertThat(service.get("/openapi.json").status()).isEqualTo(200);
  }

  @Test
  void eachKeyHasItsOwnRate() {
    Set<Integer> seen = new HashSet<>();
    Reply last = service.post("/classify", TITLE, "X-API-Key", "k-other");
    for (int i = 0; i < 5; i++) {
      seen.add(last.status());
      last = service.post("/classify", TITLE, "X-API-Key", "k-other");
    }

    assertThat(seen).containsExactly(200);
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.json().path("kind").asText()).isEqualTo("rate_limited");
    assertThat(Long.parseLong(last.header("Retry-After"))).isBetween(1L, 100L);
  }

  @Test
  void aBatchCountsItsItems() {
    String six = "{\"items\":[" + (TITLE + ",").repeat(5) + TITLE + "]}";
    String two = "{\"items\":[" + TITLE + "," + TITLE + "]}";

    assertThat(service.post("/classify/batch", six, "X-API-Key", "k-third").status())
        .isEqualTo(429);
    assertThat(service.post("/classify/batch", two, "X-API-Key", "k-third").status())
        .isEqualTo(200);
  }

  @Test
  void onlyNamedSitesMayCall() {
    assertThat(preflight("https://shop.example").header("Access-Control-Allow-Origin"))
        .isEqualTo("https://shop.example");
    assertThat(preflight("https://evil.example").header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(preflight("https://evil.example").status()).isEqualTo(403);
  }

  @Test
  void noSiteMayCallUnlessNamed() {
    Reply reply =
        RunningService.embedded().post("/classify", TITLE, "Origin", "https://evil.example");

    assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/nothing", "/openapi.json", "/docs"})
  void browsersAreKeptSafe(String path) {
    Reply reply = service.get(path);

    assertThat(reply.header("Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.header("Server")).isEmpty();
  }

  @Test
  void theRequestKeepsItsNameIfItIsHarmless() {
    assertThat(service.get("/health", "X-Request-Id", "abc-1").header("X-Request-Id"))
        .isEqualTo("abc-1");
    assertThat(service.get("/health", "X-Request-Id", "a b<script>").header("X-Request-Id"))
        .matches("[0-9a-f-]{36}");
  }

  @Test
  void theDocumentationIsThere() {
    assertThat(service.get("/docs").text()).contains("/docs/docs.js");
    assertThat(service.get("/webjars/swagger-ui/5.34.1/swagger-ui-bundle.js").status())
        .isEqualTo(200);
  }

  private static Reply preflight(String origin) {
    return service.send(
        HttpRequest.newBuilder(service.uri("/classify"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody()),
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "POST");
  }
}
