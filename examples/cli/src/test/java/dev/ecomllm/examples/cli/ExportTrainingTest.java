package dev.ecomllm.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTrainingTest {

  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  @Test
  void writesARowForEachThatCanBeTaught() throws Exception {
    Files.writeString(
        folder.resolve("gold.jsonl"),
        """
        {"id":"1","title":"Acme Book","category":"Electronics > Computers > Laptops"}
        {"id":"2","title":"Acme Thing","category":"Nowhere"}
        """);

    assertThat(run("--task", "classify", "--strategy", "path")).isEqualTo(1);
    assertThat(Files.readAllLines(folder.resolve("training.jsonl")))
        .singleElement()
        .asString()
        .contains("[CLASSIFY] Categorize", "\"Electronics > Computers > Laptops\"");
    assertThat(err.toString()).startsWith("gold.jsonl:2: its category 'Nowhere'");
  }

  @Test
  void showsTheShortlistsOfTheEmbeddedEngine() throws Exception {
    Files.writeString(
        folder.resolve("gold.jsonl"),
        "{\"id\":\"1\",\"title\":\"laptop computer\",\"category\":\"Electronics > Computers >"
            + " Laptops\"}\n");

    assertThat(run("--task", "classify", "--words-only", "--candidates", "3")).isZero();
    assertThat(Files.readString(folder.resolve("training.jsonl")))
        .contains("Laptops", "D: none of these");
  }

  private int run(String... options) {
    String[] args = new String[options.length + 5];
    args[0] = "export-training";
    System.arraycopy(options, 0, args, 1, options.length);
    args[options.length + 1] = "--in";
    args[options.length + 2] = folder.resolve("gold.jsonl").toString();
    args[options.length + 3] = "--out";
    args[options.length + 4] = folder.resolve("training.jsonl").toString();
    return EcomLlmCommand.commandLine().setErr(new PrintWriter(err, true)).execute(args);
  }
}
