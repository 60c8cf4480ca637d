package dev.ecomllm.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five products, counted by hand. */
class ClassifyEvaluationTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("gold"),
        """
        {"id":"right","category":"Electronics > Computers > Laptops"}
        {"id":"also","category":"328","alsoAccepted":["Electronics > Computers > Desktop Computers"]}
        {"id":"parent","category":328}
        {"id":"invented","category":"Hardware"}
        {"id":"unusable","category":"Hardware"}
        {"id":"failed","category":"Hardware"}
        {"id":"missing","category":"Hardware"}
        """);
    Files.writeString(
        folder.resolve("predictions"),
        """
        {"id":"right","category":"Electronics > Computers > Laptops","confidence":0.95,"decision":"LEAF","decided":"Electronics > Computers > Laptops"}
        {"id":"also","categoryId":325,"confidence":0.85,"decision":"ANCESTOR","decidedId":278,"alternatives":[{"categoryId":325},{"categoryId":328}]}
        {"id":"parent","category":"Electronics > Computers","confidence":0.4,"decision":"REVIEW","alternatives":[]}
        {"id":"invented","category":"Nowhere > At All","confidence":0.2}
        {"id":"unusable","error":{"kind":"INVALID_OUTPUT","message":"x"}}
        {"id":"failed","error":{"kind":"TIMED_OUT","message":"x"}}
        {"id":"stranger","category":"Hardware"}
        not json
        """);
  }

  @Test
  void countsRowsByKind() throws IOException {
    assertThat(evaluate().rows())
        .containsEntry("gold", 7L)
        .containsEntry("evaluated", 5L)
        .containsEntry("failed", 1L)
        .containsEntry("failed: TIMED_OUT", 1L)
        .containsEntry("missing", 1L)
        .containsEntry("invalid", 2L)
        .containsEntry("unknownId", 1L)
        .containsEntry("unreadable", 1L)
        .containsEntry("LEAF", 1L)
        .containsEntry("ANCESTOR", 1L)
        .containsEntry("REVIEW", 3L);
  }

  @Test
  void measuresAgainstTheOneTruth() throws IOException {
    Evaluation evaluation = evaluate();

    assertThat(evaluation.figure("exactAccuracy").value()).isEqualTo(0.2);
    assertThat(evaluation.figure("exactAccuracy").n()).isEqualTo(5);
    assertThat(evaluation.figure("top1").value()).isEqualTo(0.2);
    assertThat(evaluation.figure("top5").value()).isEqualTo(0.4);
    assertThat(evaluation.figure("recallAt20").value()).isEqualTo(0.4);
    assertThat(evaluation.figure("topLevelAccuracy").value()).isEqualTo(0.6);
    // common 3 + 2 + 2, predicted 3 + 3 + 2, true 3 + 3 + 3 + 1 + 1
    assertThat(evaluation.figure("hierarchicalF1Micro").value())
        .isCloseTo(2 * (7 / 8.0) * (7 / 11.0) / (7 / 8.0 + 7 / 11.0), within(1e-12));
    assertThat(evaluation.figure("hierarchicalF1Macro").value())
        .isCloseTo((1 + 2 / 3.0 + 0.8) / 5, within(1e-12));
    assertThat(evaluation.figure("ece").value())
        .isCloseTo((0.05 + 0.85 + 0.4 + 0.2) / 4, within(1e-12));
    assertThat(evaluation.figure("ece").n()).isEqualTo(4);
    assertThat(evaluation.figure("coverageAtPrecision90").value()).isEqualTo(0.2);
    assertThat(evaluation.figure("perLevel.level3"))
        .satisfies(figure -> assertThat(figure.value()).isCloseTo(1 / 3.0, within(1e-12)));
    assertThat(evaluation.sections().get("perLevel"))
        .containsOnlyKeys("level1", "level2", "level3");
  }

  @Test
  void measuresAgainstAllThatIsAccepted() throws IOException {
    Evaluation evaluation = evaluate();

    assertThat(evaluation.figure("figuresAlsoAccepted.exactAccuracy").value()).isEqualTo(0.4);
    assertThat(evaluation.figure("figuresAlsoAccepted.coverageAtPrecision95").value())
        .isEqualTo(0.4);
    assertThat(evaluation.figure("figuresAlsoAccepted.hierarchicalF1Macro").value())
        .isCloseTo((1 + 1 + 0.8) / 5, within(1e-12));
  }

  @Test
  void measuresWhatWasDecided() throws IOException {
    Evaluation evaluation = evaluate();

    assertThat(evaluation.figure("decided.coverage").value()).isEqualTo(0.4);
    assertThat(evaluation.figure("decided.precision").value()).isEqualTo(1);
    assertThat(evaluation.figure("decided.hierarchicalF1Macro").value())
        .isCloseTo(0.9, within(1e-12));
    assertThat(evaluation.figure("decided.allRowsHierarchicalF1Macro").value())
        .isCloseTo(0.36, within(1e-12));
  }

  @Test
  void everyFigureHasItsIntervalInTheJson() throws IOException {
    JsonNode json = JsonLines.MAPPER.readTree(evaluate().toJson());

    for (String section : new String[] {"figures", "perLevel", "decided", "figuresAlsoAccepted"}) {
      assertThat(json.path(section)).isNotEmpty();
      json.path(section)
          .forEach(
              figure -> {
                double value = figure.path("value").asDouble();
                assertThat(figure.path("n").asInt()).isPositive();
                assertThat(figure.path("ci95").get(0).asDouble()).isLessThanOrEqualTo(value);
                assertThat(figure.path("ci95").get(1).asDouble()).isGreaterThanOrEqualTo(value);
              });
    }
  }

  @Test
  void sameInputSameIntervals() throws IOException {
    assertThat(evaluate().toJson()).isEqualTo(evaluate().toJson());
  }

  @Test
  void goldThatCannotBeReadIsTold() throws IOException {
    Files.writeString(folder.resolve("gold"), "{\"id\":\"1\",\"category\":\"Nowhere\"}\n");

    assertThatThrownBy(this::evaluate)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("gold:1: 'Nowhere' is not in google");
  }

  @Test
  void figuresAreThePointsOfTheItems() throws IOException {
    Evaluation evaluation = evaluate();

    Set<String> names = evaluation.items().get(0).points().keySet();
    assertThat(names).contains("exactAccuracy", "hierarchicalF1Micro", "decided.precision");
    assertThat(names)
        .allSatisfy(
            name -> {
              double earned = 0;
              double outOf = 0;
              for (ItemScores item : evaluation.items()) {
                earned += item.points(name).earned();
                outOf += item.points(name).outOf();
              }
              assertThat(evaluation.figure(name).value()).isCloseTo(earned / outOf, within(1e-12));
            });
  }

  @Test
  void namesTheWorstItems() throws IOException {
    assertThat(evaluate().worst("hierarchicalF1Macro", 3))
        .extracting(ItemScores::id)
        .containsExactly("invented", "unusable", "also");
    assertThat(evaluate().worst("decided.precision", 9))
        .extracting(ItemScores::id)
        .containsExactly("also", "right");
  }

  @Test
  void itemsHaveTheTagsOfTheirGoldRow() throws IOException {
    Files.writeString(
        folder.resolve("gold"),
        """
        {"id":"right","category":"Electronics > Computers > Laptops","tags":["short","new"]}
        {"id":"also","category":"328"}
        """);
    assertThat(evaluate().items())
        .extracting(ItemScores::tags)
        .containsExactly(Set.of("new", "short"), Set.of());
    Files.writeString(
        folder.resolve("gold"), "{\"id\":\"right\",\"category\":328,\"tags\":\"short\"}");
    assertThatThrownBy(this::evaluate).hasMessageContaining("gold:1").hasMessageContaining("tags");
  }

  private Evaluation evaluate() throws IOException {
    return ClassifyEvaluation.of(
        folder.resolve("gold"),
        folder.resolve("predictions"),
        Taxonomy.google(),
        new Resampling(200, 7, 0.95));
  }
}
