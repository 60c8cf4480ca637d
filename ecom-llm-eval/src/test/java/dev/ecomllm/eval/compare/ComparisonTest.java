package dev.ecomllm.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.metric.Interval;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.Evaluation;
import dev.ecomllm.eval.score.Figure;
import dev.ecomllm.eval.score.ItemScores;
import dev.ecomllm.eval.score.Points;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static Evaluation evaluation(String task, List<ItemScores> items) {
    return new Evaluation(task, Map.of(), Map.of(), items, 0.95, List.of());
  }

  private static ItemScores item(String id, String answer, Map<String, Points> points) {
    return new ItemScores(id, "truth of " + id, answer, points, Set.of());
  }

  private static List<ItemScores> shares(String right) {
    List<ItemScores> items = new ArrayList<>();
    for (int i = 0; i < right.length(); i++) {
      boolean isRight = right.charAt(i) == '1';
      items.add(item("i" + i, isRight ? "yes" : "no", Map.of("accuracy", Points.of(isRight))));
    }
    return items;
  }

  private static Comparison compare(List<ItemScores> a, List<ItemScores> b) {
    return Comparison.of(
        evaluation("t", a), evaluation("t", b), List.of("accuracy"), Resampling.DEFAULT);
  }

  /** 200 seeded cases of scipy and statsmodels: reference/make_comparison_vectors.py. */
  @Test
  void agreesWithScipyAndStatsmodels() throws IOException {
    int cases = 0;
    try (InputStream in = ComparisonTest.class.getResourceAsStream("comparison.jsonl.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).contains("scipy", "statsmodels");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        check(JsonLines.MAPPER.readTree(line));
        cases++;
      }
    }
    assertThat(cases).isEqualTo(200);
  }

  private static void check(JsonNode vector) {
    List<String> names = List.of("share", "mean", "ratio");
    Comparison comparison =
        Comparison.of(side(vector, 0), side(vector, 1), names, new Resampling(4_000, 3, 0.95));
    for (int i = 0; i < names.size(); i++) {
      FigureComparison figure = comparison.figure(names.get(i));
      JsonNode expected = vector.path("out").path(names.get(i));
      assertThat(figure.a()).isCloseTo(expected.path("a").asDouble(), within(1e-12));
      assertThat(figure.b()).isCloseTo(expected.path("b").asDouble(), within(1e-12));
      assertThat(figure.signFlipP())
          .isCloseTo(expected.path("signFlipP").asDouble(), within(1e-12));
      assertThat(figure.mcNemar().isPresent()).isEqualTo(!expected.path("mcnemarP").isNull());
      figure
          .mcNemar()
          .ifPresent(
              test ->
                  assertThat(test.exactP())
                      .isCloseTo(expected.path("mcnemarP").asDouble(), within(1e-12)));
      assertThat(figure.holmP()).isCloseTo(vector.path("holm").get(i).asDouble(), within(1e-12));
      assertThat(figure.smallestEffect().isPresent())
          .isEqualTo(!expected.path("smallestEffect").isNull());
      // The reference adds the other tail's chance, about a millionth.
      figure
          .smallestEffect()
          .ifPresent(
              effect ->
                  assertThat(effect)
                      .isCloseTo(expected.path("smallestEffect").asDouble(), within(2e-5)));
      // Other random numbers: the ends agree to a part of the standard deviation, or, where the
      // difference moves in steps of 1/n, to a step.
      double tolerance =
          Math.max(
              0.25 * expected.path("sd").asDouble() + 1e-9,
              figure.mcNemar().isPresent() ? 1.01 / figure.n() : 0);
      assertThat(figure.interval().low())
          .isCloseTo(expected.path("ci95").get(0).asDouble(), within(tolerance));
      assertThat(figure.interval().high())
          .isCloseTo(expected.path("ci95").get(1).asDouble(), within(tolerance));
    }
  }

  private static Evaluation side(JsonNode vector, int side) {
    List<ItemScores> items = new ArrayList<>();
    for (int i = 0; i < vector.path("in").path("mean").size(); i++) {
      Map<String, Points> points = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> figure : vector.path("in").properties()) {
        JsonNode pair = figure.getValue().get(i).get(side);
        points.put(figure.getKey(), new Points(pair.get(0).asDouble(), pair.get(1).asDouble()));
      }
      items.add(item("i" + i, "", points));
    }
    return evaluation("t", items);
  }

  @Test
  void pairsByIdAndCountsWhatHasNoPartner() {
    List<ItemScores> a = shares("110");
    List<ItemScores> b = new ArrayList<>(shares("0111"));
    b.remove(1);

    Comparison comparison = compare(a, b);

    assertThat(comparison.n()).isEqualTo(2);
    assertThat(comparison.onlyA()).isEqualTo(1);
    assertThat(comparison.onlyB()).isEqualTo(1);
    assertThat(comparison.changed())
        .containsExactly(
            new Change("i0", "truth of i0", "yes", "no", 1, 0),
            new Change("i2", "truth of i2", "no", "yes", 0, 1));
    FigureComparison figure = comparison.figure("accuracy");
    assertThat(figure.better()).isEqualTo(1);
    assertThat(figure.worse()).isEqualTo(1);
    assertThat(figure.p()).isEqualTo(1);
  }

  @Test
  void anExampleThatCountsForOneOnlyIsNoMcNemarTable() {
    ItemScores decided = item("i", "x", Map.of("accuracy", Points.of(true)));
    ItemScores undecided = item("i", "", Map.of());
    ItemScores both = item("j", "x", Map.of("accuracy", Points.of(true)));

    FigureComparison figure =
        compare(List.of(decided, both), List.of(undecided, both)).figure("accuracy");

    assertThat(figure.mcNemar()).isEmpty();
    assertThat(figure.n()).isEqualTo(2);
    assertThat(figure.difference()).isZero();
  }

  @Test
  void modelsThatNeverDifferShowNothing() {
    FigureComparison figure = compare(shares("1101"), shares("1101")).figure("accuracy");

    assertThat(figure.p()).isEqualTo(1);
    assertThat(figure.interval()).isEqualTo(new Interval(0, 0));
    assertThat(figure.smallestEffect()).isEmpty();
  }

  /** Two tests of the same null that don't share a line of code. */
  @Test
  void manyExamplesAreExchangedAtRandom() {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder a = new StringBuilder();
    StringBuilder b = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      boolean right = random.nextInt(100) < 70;
      a.append(right ? '1' : '0');
      b.append(
          random.nextInt(100) < 90 ? (right ? '1' : '0') : random.nextInt(100) < 70 ? '1' : '0');
    }
    FigureComparison figure =
        compare(shares(a.toString()), shares(b.toString())).figure("accuracy");

    assertThat(figure.better() + figure.worse()).isGreaterThan(20);
    assertThat(figure.signFlipP())
        .isCloseTo(figure.mcNemar().orElseThrow().exactP(), within(0.03))
        .isBetween(0.02, 0.98);
  }

  @Test
  void aRealDifferenceIsSeen() {
    FigureComparison figure =
        compare(shares("1".repeat(90) + "0".repeat(10)), shares("1".repeat(60) + "0".repeat(40)))
            .figure("accuracy");

    assertThat(figure.difference()).isCloseTo(0.3, within(1e-12));
    assertThat(figure.interval().low()).isBetween(0.18, 0.25);
    assertThat(figure.interval().high()).isBetween(0.35, 0.42);
    assertThat(figure.p()).isLessThan(1e-8);
    assertThat(figure.signFlipP()).isCloseTo(1.0 / 10_001, within(1e-12));
    assertThat(figure.smallestEffect().orElseThrow()).isBetween(0.12, 0.14);
  }

  @Test
  void comparesTheFirstSectionByDefault() {
    Figure figure = new Figure(0.5, 2, new Interval(0, 1), "wilson");
    Map<String, Figure> section = Map.of("accuracy", figure, "ece", figure);
    Evaluation a =
        new Evaluation("t", Map.of(), Map.of("figures", section), shares("10"), 0.95, List.of());

    assertThat(Comparison.of(a, evaluation("t", shares("11")), Resampling.DEFAULT).figures())
        .extracting(FigureComparison::figure)
        .containsExactly("accuracy");
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThatThrownBy(
            () ->
                Comparison.of(
                    evaluation("classify", shares("1")),
                    evaluation("qa", shares("1")),
                    Resampling.DEFAULT))
        .hasMessageContaining("classify");
    assertThatThrownBy(() -> compare(shares("1"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> compare(shares("1"), shares("0")).figure("f1"))
        .hasMessageContaining("'f1'")
        .hasMessageContaining("accuracy");
  }

  @Test
  void writesJson() throws IOException {
    JsonNode json = JsonLines.MAPPER.readTree(compare(shares("1100"), shares("1010")).toJson());

    assertThat(json.path("n").asInt()).isEqualTo(4);
    JsonNode figure = json.path("figures").path("accuracy");
    assertThat(figure.path("test").asText()).isEqualTo("mcnemar exact");
    assertThat(figure.path("mcnemar").path("onlyA").asInt()).isEqualTo(1);
    assertThat(figure.path("ci95")).hasSize(2);
    assertThat(figure.path("smallestEffect").asDouble()).isPositive();
    assertThat(json.path("changed").get(0).path("scoreA").asDouble()).isEqualTo(1);
  }
}
