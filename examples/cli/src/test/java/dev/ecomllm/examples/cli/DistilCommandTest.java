package dev.ecomllm.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.testing.StubReply;
import dev.ecomllm.testing.StubVllm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistilCommandTest {

  @TempDir private Path folder;

  @Test
  void whatTheModelIsSureOfTeachesTheEmbeddedEngine() throws IOException {
    Path in =
        Files.writeString(
            folder.resolve("in.jsonl"),
            """
            {"id":"sure-1","title":"Snorfblatt 3000","sku":"keep me"}
            {"id":"torn","title":"Hesitating Snorfblatt"}
            {"id":"sure-2","title":"Snorfblatt 4000"}
            {"id":"sure-3","title":"Snorfblatt 5000"}
            no row
            """);
    Path out = folder.resolve("labelled.jsonl");
    try (StubVllm vllm = StubVllm.start()) {
      vllm.answer(
          request ->
              request.prompt().contains("Hesitating")
                  ? StubReply.distribution(Map.of("A", 0.5, "B", 0.5))
                  : StubReply.distribution(Map.of("A", 0.99, "B", 0.01)));
      assertThat(
              EcomLlmCommand.execute(
                  "distil",
                  "--words-only",
                  "--most-per-category",
                  "2",
                  "--target-precision",
                  "0.6",
                  "--endpoint",
                  vllm.endpoint().toString(),
                  "--model",
                  vllm.model(),
                  "--in",
                  in.toString(),
                  "--out",
                  out.toString()))
          .isEqualTo(1);
    }
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      rows.add(new ObjectMapper().readTree(line));
    }
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.path("id").asText()).startsWith("sure"))
        .allSatisfy(row -> assertThat(row.path("categoryId").isNumber()).isTrue());
    assertThat(rows.get(0).path("sku").asText()).isEqualTo("keep me");

    Path answers = folder.resolve("answers.jsonl");
    Path more =
        Files.writeString(
            folder.resolve("more.jsonl"), "{\"id\":\"x\",\"title\":\"Snorfblatt\"}\n");
    assertThat(
            EcomLlmCommand.execute(
                "predict",
                "--task",
                "classify",
                "--words-only",
                "--examples",
                out.toString(),
                "--in",
                more.toString(),
                "--out",
                answers.toString()))
        .isZero();
    assertThat(new ObjectMapper().readTree(Files.readString(answers)).path("category"))
        .isIn(rows.stream().map(row -> row.path("category")).toList());
  }
}
