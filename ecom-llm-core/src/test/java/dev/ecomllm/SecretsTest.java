package dev.ecomllm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.product.Product;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.testing.StubReply;
import dev.ecomllm.testing.StubVllm;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Plants an API key and product text, lets everything go wrong in a JVM that logs all it can,
 * prints every stack trace there, and looks for the planted in what came out.
 */
class SecretsTest {

  static final String KEY = "sk-planted-5f3a";
  static final String TEXT = "plantedproducttext";

  @Test
  void noKeyAndNoProductTextInAnyMessageOrLogLine() throws Exception {
    try (StubVllm vllm = StubVllm.start()) {
      AtomicInteger asked = new AtomicInteger();
      List<StubReply> bad = badReplies();
      vllm.answer(
          request -> {
            assertThat(request.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
            assertThat(request.messages().get(0)).containsAnyOf(TEXT, "yes");
            return bad.get(asked.getAndIncrement() % bad.size());
          });

      String output = run(vllm.endpoint().toString());

      assertThat(output)
          .as("everything happened, and was captured")
          .contains("DEBUG " + SecretsMain.class.getName() + " - captured")
          .contains("HTTP 400", "HTTP 401", "HTTP 429", "HTTP 500", "no chat completion")
          .contains("broke the connection", "InvalidOutputException", "cache failed", "threw")
          .contains("Failed[", "sku-1", "WARN dev.ecomllm - ", "DEBUG dev.ecomllm - ")
          .endsWith("done\n");
      assertThat(output).doesNotContain(KEY).doesNotContainIgnoringCase(TEXT);
      assertThat(asked.get()).isGreaterThan(2 * bad.size());
    }
  }

  @Test
  void whatHoldsTextDoesNotShowIt() {
    Prompt prompt = Prompt.of(TEXT).then(TEXT, TEXT);

    assertThat(
            ModelRequest.of(prompt, 5)
                + " "
                + ModelReply.of(TEXT, "m")
                + " "
                + Product.of("1", TEXT).withBrand(TEXT).withDescription(TEXT).withField(TEXT, TEXT))
        .doesNotContain(TEXT);
  }

  /** Servers repeat what they were sent; so do models. */
  private static List<StubReply> badReplies() {
    String echo = KEY + " " + TEXT;
    String error = "{\"error\":{\"message\":\"" + echo + "\",\"type\":\"" + TEXT + "\"}}";
    return List.of(
        StubReply.raw(400, "application/json", error),
        StubReply.raw(401, "application/json", error),
        StubReply.raw(404, "text/plain", echo),
        StubReply.raw(429, "application/json", error),
        StubReply.raw(500, "text/html", "<html>" + echo),
        StubReply.raw(200, "text/html", "<html>" + echo),
        StubReply.raw(200, "application/json", TEXT),
        StubReply.raw(200, "application/json", "{\"choices\": " + TEXT),
        StubReply.raw(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"" + TEXT),
        StubReply.reset(),
        StubReply.cutOff(),
        StubReply.nullContent(),
        StubReply.text(""),
        StubReply.text(TEXT),
        StubReply.text("{\"" + TEXT + "\": " + TEXT + ", \"answer\": [\"" + TEXT + "\"]"),
        StubReply.text("```json\n{\"answer\": {\"" + TEXT + "\": 1}}\n```"),
        StubReply.text("{\"answer\": \"" + TEXT + "\", \"citations\": [\"" + TEXT + "\", 99]}"),
        StubReply.text("Electronics > " + TEXT));
  }

  private static String run(String endpoint) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-Dorg.slf4j.simpleLogger.showThreadName=false",
                SecretsMain.class.getName(),
                endpoint)
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
