package dev.ecomllm.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairCommandTest {

  private final InputStream in = System.in;
  private final PrintStream out = System.out;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @AfterEach
  void restore() {
    System.setIn(in);
    System.setOut(out);
  }

  private int run(String input, String... args) {
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    return EcomLlmCommand.execute(args);
  }

  private String output() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theWholeInputIsOneText() {
    assertThat(run("Sure!\n```json\n{'color': 'Größe',}\n```", "repair")).isZero();
    assertThat(output()).isEqualTo("{\"color\":\"Größe\"}\n");
  }

  @Test
  void eachLineIsAString() {
    String lines =
        """
        "{a: 1"
        "no value here"
        not a string
        "\\"\\\\ud83d\\""
        """;
    assertThat(run(lines, "repair", "--lines")).isEqualTo(1);
    assertThat(output().lines())
        .containsExactly(
            "{\"value\":{\"a\":1}}",
            "{\"error\":{\"kind\":\"INVALID_OUTPUT\",\"message\":\"JSON, and there is none\"}}",
            "{\"error\":{\"kind\":\"INVALID_OUTPUT\",\"message\":\"a JSON string in each line\"}}",
            "{\"value\":\"\\uD83D\"}");
  }

  @Test
  void theSchemaPicksAndCoerces(@TempDir Path folder) throws Exception {
    Path schema = folder.resolve("schema.json");
    Files.writeString(
        schema,
        "{\"type\":\"object\",\"properties\":{\"size\":{\"type\":\"integer\"}},\"required\":[\"size\"]}");
    String text = "\"{\\\"size\\\": \\\"042\\\"} and {\\\"note\\\": 1}\"\n";
    assertThat(run(text, "repair", "--lines", "--schema", schema.toString())).isZero();
    assertThat(output()).isEqualTo("{\"value\":{\"size\":42}}\n");
  }

  @Test
  void whatCannotBeReadIsOneAndWrongUseIsTwo() {
    assertThat(run("nothing", "repair")).isEqualTo(1);
    assertThat(run("{'a':1}", "repair", "--level", "strict")).isEqualTo(1);
    assertThat(run("{}", "repair", "--nonsense")).isEqualTo(2);
    assertThat(output()).isEmpty();
  }
}
