package dev.ecomllm.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.ecomllm.error.InvalidOutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The specification, by example: {@code <case>.in} is what a model wrote, {@code <case>.out} what
 * it is read as, or {@code error: } and why it is not; {@code <case>.schema}, if there is one, is
 * the schema. A regression is a new pair. What was changed in each case is a line of {@code
 * repairs.jsonl}, which {@code -Djson.update=true} writes anew; read the difference before you
 * commit it.
 */
class JsonCorpusTest {

  private static final Path CORPUS = Path.of("src/test/resources/json-repair");
  private static final Path REPAIRS = CORPUS.resolve("repairs.jsonl");

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
    assertThat(read(text, options(name))).as(text).isEqualTo(expected);
  }

  @Test
  void repairsAreLoggedAsSpecified() throws IOException {
    Map<String, JsonNode> repairs = new TreeMap<>();
    for (String name : cases()) {
      String text = Files.readString(CORPUS.resolve(name + ".in"));
      ArrayNode logged = repairs(text, options(name));
      if (!logged.isEmpty()) {
        repairs.put(name, logged);
      }
    }
    String lines =
        repairs.entrySet().stream()
            .map(entry -> Tree.NODES.objectNode().set(entry.getKey(), entry.getValue()))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    if (Boolean.getBoolean("json.update")) {
      Files.writeString(REPAIRS, lines);
    }
    assertThat(lines).isEqualTo(Files.readString(REPAIRS));
  }

  private static RepairOptions options(String name) throws IOException {
    Path schema = CORPUS.resolve(name + ".schema");
    return Files.exists(schema)
        ? RepairOptions.DEFAULT.withSchema(JsonSchema.parse(Files.readString(schema)))
        : RepairOptions.DEFAULT;
  }

  private static String read(String text, RepairOptions options) {
    try {
      return Json.read(text, options).toString();
    } catch (InvalidOutputException e) {
      assertThat(e.output()).isEqualTo(text);
      return "error: " + e.getMessage();
    }
  }

  /** What was changed; nothing where nothing can be read. */
  private static ArrayNode repairs(String text, RepairOptions options) {
    ArrayNode repairs = Tree.NODES.arrayNode();
    try {
      for (Repair repair : JsonRepair.repair(text, options).repairs()) {
        repairs
            .addArray()
            .add(repair.kind().name())
            .add(repair.offset())
            .add(repair.before())
            .add(repair.after());
      }
    } catch (InvalidOutputException noJson) {
      return repairs;
    }
    return repairs;
  }

  @Test
  void theCorpusIsThere() throws IOException {
    assertThat(cases()).hasSizeGreaterThan(1000);
  }
}
