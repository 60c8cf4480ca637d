package dev.ecomllm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.bulk.Summary;
import dev.ecomllm.eval.dataset.ClassifyRows;
import dev.ecomllm.rag.offline.EmbeddedClassifier;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkFileTest {

  private static final Path CATALOGUE = Path.of("src/main/resources/catalogue.jsonl");

  @TempDir private Path folder;

  private final EmbeddedEcomLlm engine = EmbeddedEcomLlm.openByWords();

  @Test
  void goesOnWhereItStoppedAndWritesTheWholeFile() throws IOException {
    List<String> lines = Files.readAllLines(CATALOGUE);
    Path in = Files.write(folder.resolve("in.jsonl"), lines.subList(0, 40));
    Path out = folder.resolve("out.jsonl");
    assertThat(run(in, out).resumed()).isZero();
    List<String> first = Files.readAllLines(out);

    Files.write(in, lines);
    Files.writeString(out, "{\"id\":\"half a r"); // as a killed process leaves it
    Summary second = run(in, out);
    assertThat(second.resumed()).isEqualTo(40);
    assertThat(second.total()).isEqualTo(63);
    assertThat(Files.readAllLines(out)).hasSize(63).startsWith(first.toArray(String[]::new));
  }

  @Test
  void aBadRowBecomesARowThatSaysWhy() throws IOException {
    Path in =
        Files.writeString(
            folder.resolve("in.jsonl"),
            "{\"id\":\"1\",\"title\":\"Stoneware mug\"}\nno row\n{\"id\":\"3\"}\n");
    Path out = folder.resolve("out.jsonl");
    assertThat(run(in, out).failed()).isEqualTo(2);
    assertThat(Files.readAllLines(out))
        .satisfiesExactly(
            row -> assertThat(row).contains("\"category\":\"Home & Garden"),
            row -> assertThat(row).contains("BAD_INPUT"),
            row -> assertThat(row).contains("\"id\":\"3\"", "BAD_INPUT"));
  }

  private Summary run(Path in, Path out) throws IOException {
    return BulkFile.run(
        in,
        out,
        engine.classifier(),
        new ClassifyRows(EmbeddedClassifier.scope(engine.categories())));
  }
}
