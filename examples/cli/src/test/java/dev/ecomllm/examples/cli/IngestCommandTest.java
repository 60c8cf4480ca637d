package dev.ecomllm.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.rag.knowledge.ProductKnowledge;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestCommandTest {

  private static final String ROWS =
      """
      {"product":"sku-1","source":"description","text":"A warm fleece jacket for cold days."}
      {"product":"sku-1","source":"specification","table":{"Weight":"300 g","Colours":["grey","blue"],"None":null}}
      {"id":"r-1","product":"sku-1","source":"review","text":"Great for skiing."}
      {"id":7,"product":"sku-2","source":"question_answer","question":"Is it waterproof?","answer":"No."}
      """;

  @TempDir private Path folder;

  private int ingest(String rows, String... more) throws IOException {
    Path in = Files.writeString(folder.resolve("documents.jsonl"), rows);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "ingest", "--in", in.toString(), "--store", index().toString(), "--words-only"));
    arguments.addAll(List.of(more));
    return EcomLlmCommand.execute(arguments.toArray(String[]::new));
  }

  private Path index() {
    return folder.resolve("knowledge.bin");
  }

  private List<String> known(String product) {
    MemoryStore store = MemoryStore.open(index(), EmbeddingSpace.WORDS);
    return ProductKnowledge.byWords(store)
        .passages(QaRequest.of(Product.of(product, "A product"), "What is it?"), 99)
        .stream()
        .map(Passage::text)
        .sorted()
        .toList();
  }

  @Test
  void storesDocumentsOfAllKinds() throws IOException {
    assertThat(ingest(ROWS)).isZero();

    assertThat(known("sku-1"))
        .containsExactly(
            "A warm fleece jacket for cold days.",
            "Great for skiing.",
            "Weight: 300 g\nColours: grey, blue");
    assertThat(known("sku-2")).containsExactly("Question: Is it waterproof? Answer: No.");
  }

  @Test
  void againChangesNothingAndAChangeReplaces() throws IOException {
    ingest(ROWS);
    byte[] before = Files.readAllBytes(index());
    assertThat(ingest(ROWS)).isZero();
    assertThat(Files.readAllBytes(index())).isEqualTo(before);

    assertThat(ingest(ROWS.replace("Great for skiing.", "Bad for skiing."))).isZero();

    assertThat(known("sku-1")).contains("Bad for skiing.").doesNotContain("Great for skiing.");
  }

  @Test
  void productsAndDocumentsGo() throws IOException {
    ingest(ROWS);

    assertThat(ingest("{\"product\":\"sku-2\",\"removed\":true}\n")).isZero();
    assertThat(known("sku-2")).isEmpty();
    assertThat(known("sku-1")).hasSize(3);

    assertThat(ingest(ROWS.lines().findFirst().orElseThrow(), "--prune")).isZero();
    assertThat(known("sku-1")).containsExactly("A warm fleece jacket for cold days.");
  }

  @Test
  void badRowsAreToldAndTheOthersStored() throws IOException {
    String bad =
        """
        not json
        {"product":"sku-1","source":"blog","text":"x"}
        {"product":"","source":"review","text":"x"}
        {"product":"sku-1","source":"review","text":["x"]}
        {"product":"sku-1","source":"specification","table":{"a":{"b":1}}}
        """;
    assertThat(ingest(bad + ROWS)).isEqualTo(1);
    assertThat(known("sku-1")).hasSize(3);
  }

  @Test
  void aRepeatedIdIsTold() throws IOException {
    assertThat(ingest(ROWS + ROWS)).isEqualTo(1);
    assertThat(known("sku-1")).hasSize(3);
  }

  @Test
  void wrongUseIsTwo() throws IOException {
    ingest(ROWS);
    assertThat(ingest(ROWS, "--characters", "3")).isEqualTo(2);
    assertThat(EcomLlmCommand.execute("ingest", "--in", "nowhere.jsonl", "--store", "x"))
        .isEqualTo(2);
  }

  @Test
  void predictAnswersFromTheStore() throws IOException {
    ingest(ROWS);
    Path in =
        Files.writeString(
            folder.resolve("questions.jsonl"),
            "{\"id\":\"q1\",\"productId\":\"sku-1\",\"product\":\"Fleece"
                + " jacket\",\"question\":\"What is the weight?\"}\n");
    Path out = folder.resolve("answers.jsonl");

    int code =
        EcomLlmCommand.execute(
            "predict",
            "--task",
            "qa",
            "--words-only",
            "--store",
            index().toString(),
            "--in",
            in.toString(),
            "--out",
            out.toString());

    assertThat(code).isZero();
    JsonNode row = new ObjectMapper().readTree(Files.readString(out));
    assertThat(row.path("ranked")).hasSize(3);
  }
}
