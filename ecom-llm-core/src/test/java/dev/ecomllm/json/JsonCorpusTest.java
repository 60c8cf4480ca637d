package dev.ecomllm.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.ecomllm.error.InvalidOutputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The specification, by example: {@code <case>.in} is what a model wrote, {@code <case>.out} what
 * it is read as, or {@code error: } and why it is not; {@code <case>.schema}, if there is one, is
 * the schema. A regression is a new pair. What was changed in each case is a line of {@code
 * repairs.jsonl}, which {@code -Djson.update=true} writes anew; read the difference before you
 * commit it.
 *
 * <p>One test reads all cases, and the files are read once, because mutation tests run it thousands
 * of times.
 */
class JsonCorpusTest {

  private static final Path CORPUS = Path.of("src/test/resources/json-repair");
  private static final Path REPAIRS = CORPUS.resolve("repairs.jsonl");
  private static final List<Case> CASES = cases();

  private record Case(String name, String text, String expected, RepairOptions options) {}

  private static List<Case> cases() {
    try (Stream<Path> files = Files.list(CORPUS)) {
      List<Case> cases = new ArrayList<>();
      for (Path in : files.filter(file -> file.toString().endsWith(".in")).sorted().toList()) {
        String name = in.getFileName().toString().replaceFirst("\\.in$", "");
        Path schema = CORPUS.resolve(name + ".schema");
        RepairOptions options =
            Files.exists(schema)
                ? RepairOptions.DEFAULT.withSchema(JsonSchema.parse(Files.readString(schema)))
                : RepairOptions.DEFAULT;
        String expected = Files.readString(CORPUS.resolve(name + ".out")).stripTrailing();
        cases.add(new Case(name, Files.readString(in), expected, options));
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyCaseReadsAsSpecified() {
    Map<String, String> read = new TreeMap<>();
    Map<String, String> expected = new TreeMap<>();
    for (Case one : CASES) {
      String value = read(one);
      if (!value.equals(one.expected)) {
        read.put(one.name, value);
        expected.put(one.name, one.expected);
      }
    }
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void repairsAreLoggedAsSpecified() throws IOException {
    String repairs =
        CASES.stream()
            .map(one -> Map.entry(one.name, repairs(one)))
            .filter(entry -> !entry.getValue().isEmpty())
            .map(entry -> Tree.NODES.objectNode().set(entry.getKey(), entry.getValue()))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    if (Boolean.getBoolean("json.update")) {
      Files.writeString(REPAIRS, repairs);
    }
    assertThat(repairs).isEqualTo(Files.readString(REPAIRS));
  }

  private static String read(Case one) {
    try {
      return Json.read(one.text, one.options).toString();
    } catch (InvalidOutputException e) {
      assertThat(e.output()).isEqualTo(one.text);
      return "error: " + e.getMessage();
    }
  }

  /** What was changed; nothing where nothing can be read. */
  private static ArrayNode repairs(Case one) {
    ArrayNode repairs = Tree.NODES.arrayNode();
    try {
      for (Repair repair : JsonRepair.repair(one.text, one.options).repairs()) {
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
  void theCorpusIsThere() {
    assertThat(CASES).hasSizeGreaterThan(1000);
  }
}
