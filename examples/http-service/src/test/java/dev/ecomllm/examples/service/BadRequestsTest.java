package dev.ecomllm.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ecomllm.examples.service.RunningService.Reply;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a caller gets wrong is a problem with the right status, and repeats nothing. */
class BadRequestsTest {

  private final RunningService service = RunningService.embedded();

  static Stream<Arguments> bodies() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    return Stream.of(
        arguments(400, ""),
        arguments(400, "   "),
        arguments(400, "null"),
        arguments(400, "[]"),
        arguments(400, "\"secret text\""),
        arguments(400, "17"),
        arguments(400, "{"),
        arguments(400, "{\"product_title\":\"secret text"),
        arguments(400, "{\"product_title\":\"secret text\"} trailing"),
        arguments(400, "{\"product_title\":\"a\",\"product_title\":\"secret text\"}"),
        arguments(400, "{\"product_title\":\"secret text \u0000\"}"),
        arguments(400, "{\"product_title\":" + deep + "}"),
        arguments(400, "{\"product_title\":\"a\",\"price\":" + "9".repeat(5000) + "}"),
        arguments(422, "{}"),
        arguments(422, "{\"product_title\":null}"),
        arguments(422, "{\"product_title\":\" \\t\\n\"}"),
        arguments(422, "{\"product_title\":7}"),
        arguments(422, "{\"product_title\":[\"secret text\"]}"),
        arguments(422, "{\"product_title\":{\"secret text\":1}}"),
        arguments(422, "{\"product\":true}"),
        arguments(422, "{\"product_title\":\"\\ud83d secret text\"}"),
        arguments(422, "{\"product_title\":\"" + "x".repeat(10_001) + "\"}"),
        arguments(413, "{\"product_title\":\"" + "x".repeat(1_100_000) + "\"}"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void isRefused(int status, String body) {
    isProblem(service.post("/classify", body), status);
  }

  @Test
  void wordsThatAreNotUtf8AreRefused() {
    byte[] body =
        "{\"product_title\":\"Caf\u00e9 secret text\"}".getBytes(StandardCharsets.ISO_8859_1);

    isProblem(
        service.send(
            HttpRequest.newBuilder(service.uri("/classify"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))),
        400);
  }

  @Test
  void aLongBodyOfUnknownLengthIsRefusedToo() {
    byte[] body = new byte[3_000_000];

    isProblem(
        service.send(
            HttpRequest.newBuilder(service.uri("/classify"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body)))),
        413);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "image/png"
  })
  void otherKindsOfBodiesAreRefused(String type) {
    isProblem(
        service.send(
            HttpRequest.newBuilder(service.uri("/classify"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("product_title=secret text"))),
        415);
  }

  @Test
  void aBodyWithoutAKindIsRefused() {
    isProblem(
        service.send(
            HttpRequest.newBuilder(service.uri("/qa"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))),
        415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH"})
  void otherMethodsAreRefused(String method) {
    Reply reply =
        service.send(
            HttpRequest.newBuilder(service.uri("/classify"))
                .method(method, HttpRequest.BodyPublishers.noBody()));

    isProblem(reply, 405);
    assertThat(reply.header("Allow")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/classify/secret",
        "/actuator/env",
        "/error",
        "/actuator/heapdump",
        "/qa/x"
      })
  void unknownPathsAreRefused(String path) {
    isProblem(service.get(path), 404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/qa | {\"product_title\":\"a\"}",
        "/qa | {\"product_title\":\"a\",\"question\":\" \"}",
        "/qa | {\"product_title\":\"a\",\"question\":[\"secret text\"]}",
        "/qa | {\"question\":\"secret text\"}",
        "/qa | {\"product_title\":\"a\",\"question\":\"b\",\"passages\":{\"a\":1}}",
        "/qa | {\"product_title\":\"a\",\"question\":\"b\",\"passages\":[1]}",
        "/qa | {\"product_title\":\"a\",\"question\":\"b\",\"passages\":[{\"source\":\"x\"}]}",
        "/qa | {\"product_title\":\"a\",\"question\":\"b\",\"history\":[7]}",
        "/extract | {\"product_title\":\"a\",\"attributes\":[1]}",
        "/extract | {\"product_title\":\"a\",\"attributes\":{\"secret text\":1}}",
        "/extract | {\"product_title\":\"a\",\"category\":[]}",
        "/enrich | {}",
        "/classify/batch | {}",
        "/classify/batch | {\"items\":[]}",
        "/classify/batch | {\"items\":{}}",
      })
  void fieldsThatMakeNoSenseAreRefused(String path, String body) {
    isProblem(service.post(path, body), 422);
  }

  @Test
  void aBatchHasItsLimit() {
    isProblem(service.post("/classify/batch", "{\"items\":[" + "{},".repeat(100) + "{}]}"), 413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Стул деревянный складной",
        "折りたたみ椅子 木製",
        "كرسي خشبي",
        "🪑🪑🪑",
        "\\u0000\\u0001\\u001b[31m chair",
        "a\\u0301\\u0301\\u0301 chair",
        "\\u202echair"
      })
  void strangeTitlesAreAnswered(String title) {
    assertThat(service.post("/classify", "{\"product_title\":\"" + title + "\"}").status())
        .isEqualTo(200);
  }

  private static void isProblem(Reply reply, int status) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.json().path("status").asInt()).isEqualTo(status);
    assertThat(reply.json().path("title").asText()).isNotBlank();
    assertThat(reply.json().path("detail").asText()).isNotBlank();
    assertThat(reply.json().path("kind").asText()).matches("[a-z_]+");
    assertThat(reply.text()).doesNotContain("secret text").doesNotContain("xception");
  }
}
