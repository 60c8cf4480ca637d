package dev.ecomllm.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.eval.dataset.JsonLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int compare(String task, String... more) {
    String[] arguments = {
      "compare",
      "--task",
      task,
      "--gold",
      folder + "/gold",
      "--a",
      folder + "/a",
      "--b",
      folder + "/b",
      "--resamples",
      "50"
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return EcomLlmCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  private void write(String name, String... rows) throws IOException {
    Files.write(folder.resolve(name), List.of(rows));
  }

  private JsonNode json() throws IOException {
    return JsonLines.MAPPER.readTree(out.toString());
  }

  @Test
  void aFigureThatNoRowCountsForIsNamed() throws IOException {
    write("gold", "{\"id\":\"1\",\"category\":328}");
    write("a", "{\"id\":\"1\",\"categoryId\":328}");
    write("b", "{\"id\":\"1\",\"categoryId\":328}");

    assertThat(compare("classify", "--figures", "exactAccuracy,nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("no comparison of 'nonsense'", "exactAccuracy");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void comparesClassifications() throws IOException {
    write("gold", "{\"id\":\"1\",\"category\":328}", "{\"id\":\"2\",\"category\":328}");
    write("a", "{\"id\":\"1\",\"categoryId\":328}", "{\"id\":\"2\",\"categoryId\":328}");
    write("b", "{\"id\":\"1\",\"categoryId\":328}", "{\"id\":\"2\",\"categoryId\":325}");

    assertThat(compare("classify")).isZero();

    assertThat(json().path("n").asInt()).isEqualTo(2);
    assertThat(json().at("/figures/exactAccuracy/difference").asDouble()).isEqualTo(0.5);
    assertThat(json().at("/figures/exactAccuracy/test").asText()).isEqualTo("mcnemar exact");
    assertThat(json().at("/figures/exactAccuracy/p").asDouble()).isEqualTo(1);
    assertThat(json().at("/figures/hierarchicalF1Micro/test").asText()).isEqualTo("sign flip");
    assertThat(json().at("/figures/hierarchicalF1Micro/ci95")).hasSize(2);
    assertThat(json().at("/changed/0/id").asText()).isEqualTo("2");
    assertThat(json().at("/changed/0/scoreA").asDouble()).isEqualTo(1);
  }

  @Test
  void comparesExtractions() throws IOException {
    write("gold", "{\"id\":\"1\",\"attributes\":{\"Brand\":\"Nike\",\"Color\":\"Red\"}}");
    write("a", "{\"id\":\"1\",\"attributes\":{\"Brand\":{\"value\":\"Nike\"}}}");
    write("b", "{\"id\":\"1\",\"attributes\":{\"Brand\":{\"value\":\"Puma\"}}}");

    assertThat(compare("extract")).isZero();

    assertThat(json().at("/figures/f1Micro/a").asDouble()).isEqualTo(2 / 3.0);
    assertThat(json().at("/figures/f1Micro/b").asDouble()).isZero();
    assertThat(json().at("/changed/0/id").asText()).isEqualTo("1");
  }

  @Test
  void comparesAnswersByTheFiguresAskedFor() throws IOException {
    write(
        "gold",
        "{\"id\":\"1\",\"question\":\"Red?\",\"answerable\":true,\"answers\":[\"yes\"],"
            + "\"passages\":[{\"text\":\"x\",\"label\":2}]}");
    write("a", "{\"id\":\"1\",\"answerable\":true,\"answer\":\"yes\",\"ranked\":[0]}");
    write("b", "{\"id\":\"1\",\"answerable\":false,\"answer\":\"\",\"ranked\":[0]}");

    assertThat(compare("qa", "--figures", "answerabilityAccuracy")).isZero();

    assertThat(json().path("figures")).hasSize(1);
    assertThat(json().at("/figures/answerabilityAccuracy/difference").asDouble()).isEqualTo(1);
  }

  @Test
  void tellsFailedRowsAndWrongUse() throws IOException {
    write("gold", "{\"id\":\"1\",\"category\":328}", "{\"id\":\"2\",\"category\":328}");
    write("a", "{\"id\":\"1\",\"categoryId\":328}", "{\"id\":\"2\",\"categoryId\":328}");
    write(
        "b",
        "{\"id\":\"1\",\"categoryId\":328}",
        "{\"id\":\"2\",\"error\":{\"kind\":\"TIMED_OUT\"}}");

    assertThat(compare("classify")).isEqualTo(1);
    assertThat(json().path("onlyA").asInt()).isEqualTo(1);

    write("b", "{\"id\":\"3\",\"categoryId\":328}");
    assertThat(compare("classify")).isEqualTo(2);
    assertThat(err.toString()).contains("no example in common");
  }
}
