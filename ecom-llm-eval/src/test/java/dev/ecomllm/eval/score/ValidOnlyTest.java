package dev.ecomllm.eval.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invalid answers are wrong; beside that stands what evaluations say that leave them out. */
class ValidOnlyTest {

  private static final Resampling RESAMPLING = new Resampling(20, 1, 0.95);
  private static final String INVALID =
      "{\"id\":\"2\",\"error\":{\"kind\":\"INVALID_OUTPUT\",\"message\":\"no JSON\"}}\n";

  @TempDir Path folder;

  private Path write(String name, String rows) throws IOException {
    return Files.writeString(folder.resolve(name), rows);
  }

  private static void check(Evaluation evaluation, String figure) {
    assertThat(evaluation.figure(figure).value()).isEqualTo(0.5);
    assertThat(evaluation.figure(figure).n()).isEqualTo(2);
    Figure valid = evaluation.figure("figuresValidOnly." + figure);
    assertThat(valid.value()).isEqualTo(1);
    assertThat(valid.n()).isEqualTo(1);
    assertThat(evaluation.toJson()).contains("eCeLLM");
  }

  @Test
  void ofClassifications() throws IOException {
    Path gold = write("g", "{\"id\":\"1\",\"category\":328}\n{\"id\":\"2\",\"category\":328}\n");
    Path said = write("p", "{\"id\":\"1\",\"category\":328}\n");
    Path both = write("b", Files.readString(said) + INVALID);

    check(ClassifyEvaluation.of(gold, both, Taxonomy.google(), RESAMPLING), "exactAccuracy");
    assertThat(ClassifyEvaluation.of(gold, said, Taxonomy.google(), RESAMPLING).sections())
        .doesNotContainKey("figuresValidOnly");
  }

  @Test
  void ofAttributes() throws IOException {
    Path gold =
        write(
            "g",
            """
            {"id":"1","attributes":{"Brand":"A"}}
            {"id":"2","attributes":{"Brand":"B"}}
            """);
    Path said =
        write("p", "{\"id\":\"1\",\"attributes\":{\"Brand\":{\"value\":\"A\"}}}\n" + INVALID);

    check(ExtractEvaluation.of(gold, said, RESAMPLING), "exactProduct");
  }

  @Test
  void ofAnswers() throws IOException {
    Path gold =
        write("g", "{\"id\":\"1\",\"answers\":[\"no\"]}\n{\"id\":\"2\",\"answers\":[\"no\"]}\n");
    Path said = write("p", "{\"id\":\"1\",\"answerable\":true,\"answer\":\"No.\"}\n" + INVALID);

    check(QaEvaluation.of(gold, said, RESAMPLING), "squadExact");
  }
}
