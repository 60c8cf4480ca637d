package dev.ecomllm.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.error.InvalidOutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The specification, by example: {@code <case>.in} is what a model wrote, {@code <case>.out} what
 * it is read as, or {@code error: } and why it is not; {@code <case>.schema}, if there is one, is
 * the schema. A regression is a new pair.
 */
class JsonCorpusTest {

  private static final Path CORPUS = Path.of("src/test/resources/json-repair");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".in"))
          .map(name -> name.substring(0, name.length() - ".in".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsAsSpecified(String name) throws IOException {
    String text = Files.readString(CORPUS.resolve(name + ".in"));
    String expected = Files.readString(CORPUS.resolve(name + ".out")).stripTrailing();
    Path schema = CORPUS.resolve(name + ".schema");
    RepairOptions options =
        Files.exists(schema)
            ? RepairOptions.DEFAULT.withSchema(JsonSchema.parse(Files.readString(schema)))
            : RepairOptions.DEFAULT;
    assertThat(read(text, options)).as(text).isEqualTo(expected);
  }

  private static String read(String text, RepairOptions options) {
    try {
      return Json.read(text, options).toString();
    } catch (InvalidOutputException e) {
      assertThat(e.output()).isEqualTo(text);
      return "error: " + e.getMessage();
    }
  }

  @Test
  void theCorpusIsThere() throws IOException {
    assertThat(cases()).hasSizeGreaterThan(400);
  }
}
