package dev.ecomllm.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {

  private static final String ROWS =
      """
      {"id":"a","title":"4-slice toaster"}
      {"id":7,"title":"Acoustic guitar strings","description":null}

      {"id":"empty","title":""}
      not json
      ["no object"]
      {"id":"b","title":"Bath towel \ud83d\ude00 \u202eflipped"}
      """;

  private static final String KETTLE =
      """
      {"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":\
      {"role":"assistant","content":\
      "Home & Garden > Kitchen & Dining > Kitchen Appliances > Electric Kettles"},\
      "finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}}
      """;

  @TempDir private Path folder;

  private List<JsonNode> predict(String rows, int expected, String... more) throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), rows);
    Path out = folder.resolve("out.jsonl");
    List<String> arguments =
        new ArrayList<>(List.of("predict", "--in", in.toString(), "--out", out.toString()));
    arguments.addAll(List.of(more));
    assertThat(EcomLlmCommand.execute(arguments.toArray(String[]::new))).isEqualTo(expected);
    List<JsonNode> answers = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      answers.add(new ObjectMapper().readTree(line));
    }
    return answers;
  }

  @Test
  void oneRowForEachRowInOrderAndBadRowsAreRows() throws IOException {
    List<JsonNode> answers = predict(ROWS, 1, "--task", "classify", "--words-only");
    assertThat(answers).hasSize(6);
    assertThat(answers.get(0).path("category").asText()).endsWith("Toasters");
    assertThat(answers.get(0).path("alternatives")).hasSize(50);
    assertThat(answers.get(1).path("id").isInt()).isTrue();
    assertThat(answers.get(1).path("categoryId").isNumber()).isTrue();
    for (int bad : List.of(2, 3, 4)) {
      assertThat(answers.get(bad).path("error").path("kind").asText()).isEqualTo("BAD_INPUT");
    }
    assertThat(answers.get(2).path("id").asText()).isEqualTo("empty");
    assertThat(answers.get(3).path("id").asText()).isEqualTo("line 5");
    assertThat(answers.get(5).path("id").asText()).isEqualTo("b");
  }

  @Test
  void resumeGoesOnBehindWhatIsDone() throws IOException {
    List<JsonNode> whole = predict(ROWS, 1, "--task", "classify", "--words-only");
    Path out = folder.resolve("out.jsonl");
    List<String> lines = Files.readAllLines(out);
    Files.writeString(out, lines.get(0) + "\n" + lines.get(1).substring(0, 20));
    assertThat(predict(ROWS, 1, "--task", "classify", "--words-only", "--resume")).isEqualTo(whole);
  }

  @Test
  void resumeAsksWhatMayPassAndNothingElse() throws IOException {
    String rows =
        """
        {"id":"1","title":"Kettle"}
        {"id":"2","title":"Broken kettle"}
        """;
    Path journal = folder.resolve("out.jsonl.journal");
    AtomicBoolean mended = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          boolean fails = asked.contains("Broken") && !mended.get();
          byte[] reply = fails ? new byte[0] : KETTLE.getBytes(UTF_8);
          if (asked.contains("ettle") && !fails) {
            answered.incrementAndGet();
          }
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(fails ? 500 : 200, reply.length == 0 ? -1 : reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    server.start();
    try {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--task",
                  "classify",
                  "--strategy",
                  "path",
                  "--model",
                  "m",
                  "--concurrency",
                  "1",
                  "--endpoint",
                  "http://localhost:" + server.getAddress().getPort() + "/v1"));
      arguments.add("--trace");
      List<JsonNode> first = predict(rows, 1, arguments.toArray(String[]::new));
      assertThat(first.get(0).path("category").asText()).endsWith("Electric Kettles");
      assertThat(first.get(1).path("error").path("kind").asText()).isEqualTo("TRANSIENT");
      assertThat(journal).exists();

      mended.set(true);
      arguments.add("--resume");
      List<JsonNode> second = predict(rows, 0, arguments.toArray(String[]::new));
      assertThat(second.get(0)).isEqualTo(first.get(0));
      assertThat(second.get(1).path("category").asText()).endsWith("Electric Kettles");
      JsonNode trace = second.get(1).path("trace");
      assertThat(trace.path("prompt").asText()).startsWith("[CLASSIFY]").contains("Broken kettle");
      assertThat(trace.path("reply").asText()).endsWith("Electric Kettles");
      assertThat(trace.path("promptTokens").asInt()).isEqualTo(9);
      assertThat(trace.path("millis").asDouble()).isPositive();
      assertThat(answered).hasValue(2);
      assertThat(journal).doesNotExist();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void resumeOfAnotherRunIsRefused() throws IOException {
    predict(ROWS, 1, "--task", "classify", "--words-only");
    Path other =
        Files.writeString(folder.resolve("other.jsonl"), "{\"id\":\"x\",\"title\":\"y\"}\n");
    int code =
        EcomLlmCommand.execute(
            "predict",
            "--task",
            "classify",
            "--words-only",
            "--resume",
            "--in",
            other.toString(),
            "--out",
            folder.resolve("out.jsonl").toString());
    assertThat(code).isEqualTo(2);
  }

  @Test
  void extractAndQaRowsFollowTheContract() throws IOException {
    List<JsonNode> extracted =
        predict(
            "{\"id\":\"1\",\"title\":\"Acme mug, red\",\"attributes\":[\"Color\"]}\n",
            0,
            "--task",
            "extract",
            "--words-only");
    JsonNode color = extracted.get(0).path("attributes").path("Color");
    assertThat(color.path("value").asText()).isEqualTo("red");
    assertThat(color.path("field").asText()).isEqualTo("title");
    assertThat(color.path("start").asInt()).isEqualTo(10);
    assertThat(color.path("end").asInt()).isEqualTo(13);
    assertThat(color.path("support").asText()).isEqualTo("STATED");

    List<JsonNode> answered =
        predict(
            "{\"id\":\"1\",\"product\":\"Jacket\",\"question\":\"How much does it weigh?\","
                + "\"passages\":[{\"text\":\"Nice colour.\"},{\"text\":\"It weighs 410 g.\"}]}\n",
            0,
            "--task",
            "qa",
            "--words-only");
    assertThat(answered.get(0).path("ranked").get(0).asInt()).isEqualTo(1);
    assertThat(answered.get(0).path("answerable").isBoolean()).isTrue();
  }

  @Test
  void followUpQuestionsLeanOnTheirHistory() throws IOException {
    String row =
        "{\"id\":\"1\",\"product\":\"Jacket\",\"question\":\"And how much does it weigh?\","
            + "\"history\":[{\"question\":\"Is it lined?\",\"answer\":\"Yes.\"}],"
            + "\"passages\":[{\"text\":\"Nice colour.\"},{\"text\":\"It weighs 410 g.\"}]}\n";
    JsonNode answer = predict(row, 0, "--task", "qa", "--words-only").get(0);
    assertThat(answer.path("ranked").get(0).asInt()).isEqualTo(1);

    JsonNode bad =
        predict(row.replace("\"question\":\"Is", "\"q\":\"Is"), 1, "--task", "qa", "--words-only")
            .get(0);
    assertThat(bad.path("error").path("kind").asText()).isEqualTo("BAD_INPUT");
    assertThat(bad.path("error").path("message").asText()).contains("history");
  }

  @Test
  void tracesAreThereWhenAskedForAlone() throws IOException {
    JsonNode plain = predict(ROWS, 1, "--task", "classify", "--words-only").get(0);
    assertThat(plain.has("trace")).isFalse();

    List<JsonNode> traced = predict(ROWS, 1, "--task", "classify", "--words-only", "--trace");
    ObjectNode first = (ObjectNode) traced.get(0);
    assertThat(first.path("trace").path("millis").isNumber()).isTrue();
    assertThat(first.path("trace")).hasSize(1);
    first.remove("trace");
    assertThat(first).isEqualTo(plain);
    assertThat(traced.get(3).path("id").asText()).isEqualTo("line 5");
    assertThat(traced.get(3).path("error").path("kind").asText()).isEqualTo("BAD_INPUT");
  }

  @Test
  void labelledRowsTeachAttributesAtOnce() throws IOException {
    StringBuilder labelled = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      String model = "ZX-" + (100 + i);
      labelled
          .append("{\"id\":\"e")
          .append(i)
          .append("\",\"title\":\"Acme ")
          .append(model)
          .append(" kettle\",\"category\":\"Kettles\",\"attributes\":{\"Model\":\"")
          .append(model)
          .append("\"}}\n");
    }
    Path examples = Files.writeString(folder.resolve("examples.jsonl"), labelled);
    List<JsonNode> answers =
        predict(
            "{\"id\":\"1\",\"title\":\"Acme ZX-777"
                + " kettle\",\"category\":\"Kettles\",\"attributes\":[\"Model\"]}\n",
            0,
            "--task",
            "extract",
            "--words-only",
            "--examples",
            examples.toString());
    assertThat(answers.get(0).path("attributes").path("Model").path("value").asText())
        .isEqualTo("ZX-777");
  }

  @Test
  void wrongUseIsTwo() {
    assertThat(EcomLlmCommand.execute("predict", "--task", "classify")).isEqualTo(2);
    assertThat(EcomLlmCommand.execute("predict", "--task", "dance", "--in", "a", "--out", "b"))
        .isEqualTo(2);
    assertThat(
            EcomLlmCommand.execute(
                "predict", "--task", "classify", "--in", "/no/such/file", "--out", "b"))
        .isEqualTo(2);
    assertThat(EcomLlmCommand.execute("--help")).isZero();
    assertThat(EcomLlmCommand.execute("predict", "--help")).isZero();
  }
}
