package dev.ecomllm.eval.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.eval.drift.Drift.Level;
import dev.ecomllm.eval.drift.Drift.Thresholds;
import dev.ecomllm.eval.drift.Window.Signal;
import dev.ecomllm.eval.metric.Divergence;
import dev.ecomllm.extract.ExtractedAttribute;
import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {

  @TempDir Path folder;

  private static Map<String, Long> counts(String numbers) {
    Map<String, Long> counts = new TreeMap<>();
    int value = 0;
    for (String number : numbers.split(" ", -1)) {
      counts.put("v" + value++, Long.parseLong(number));
    }
    return counts;
  }

  /**
   * scipy 1.17.1: scipy.spatial.distance.jensenshannon(p, q, 2); PSI by its definition in numpy.
   */
  @ParameterizedTest
  @CsvSource({
    "10 20 70, 30 30 40, 0.2736668758986993, 0.41309722733851917",
    "100 0 0, 0 50 50, 1.0, 9.771847709261415",
    "5 0 15, 5 10 5, 0.5868227481705474, 1.897960171818697",
    "1 2 3, 10 20 30, 0.0, 0.0064113238847614985",
  })
  void agreesWithScipy(String p, String q, double jensenShannon, double psi) {
    assertThat(Divergence.jensenShannon(counts(p), counts(q)))
        .isCloseTo(jensenShannon, within(1e-8));
    assertThat(Divergence.psi(counts(p), counts(q))).isCloseTo(psi, within(1e-12));
    assertThat(Divergence.psi(counts(q), counts(p))).isCloseTo(psi, within(1e-12));
  }

  private static Window classified(int products, double laptops, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Category laptop = Taxonomy.google().byId(328).orElseThrow();
    Category shoes = Taxonomy.google().byId(187).orElseThrow();
    Window window = new Window();
    for (int i = 0; i < products; i++) {
      boolean sure = random.nextInt(10) > 0;
      Category category = random.nextDouble() < laptops ? laptop : shoes;
      window.add(
          new Classification(
              "p" + i,
              category,
              sure ? OptionalDouble.of(0.5 + random.nextDouble() / 2) : OptionalDouble.empty(),
              OptionalDouble.empty(),
              sure ? Decision.LEAF : Decision.REVIEW,
              sure ? Optional.of(category) : Optional.empty(),
              OptionalDouble.empty(),
              List.of(),
              "stub"));
      window.add(Duration.ofMillis(50 + random.nextInt(100)));
    }
    return window;
  }

  @Test
  void chanceIsNoDriftAndAnotherMixIs() {
    DriftMonitor monitor = new DriftMonitor(classified(5_000, 0.5, 1), Thresholds.USUAL);
    fill(monitor, classified(1_000, 0.5, 2));
    assertThat(monitor.drift())
        .hasSize(4)
        .allSatisfy(drift -> assertThat(drift.level()).isEqualTo(Level.STABLE));

    monitor.next();
    fill(monitor, classified(1_000, 0.68, 3));
    assertThat(monitor.drift(Signal.CATEGORY).orElseThrow().level()).isEqualTo(Level.MOVED);
    assertThat(monitor.drift(Signal.CONFIDENCE).orElseThrow().level()).isEqualTo(Level.STABLE);

    monitor.next();
    fill(monitor, classified(1_000, 0.9, 4));
    assertThat(monitor.drift(Signal.CATEGORY).orElseThrow())
        .satisfies(
            drift -> {
              assertThat(drift.level()).isEqualTo(Level.DRIFTED);
              assertThat(drift.reference()).isEqualTo(5_000);
              assertThat(drift.now()).isEqualTo(1_000);
              assertThat(drift.jensenShannon()).isBetween(0.2, 0.5);
            });
  }

  private static void fill(DriftMonitor monitor, Window from) {
    for (Signal signal : Signal.values()) {
      from.of(signal)
          .forEach(
              (value, count) -> {
                for (long i = 0; i < count; i++) {
                  monitor.current().add(signal, value);
                }
              });
    }
  }

  @Test
  void fewCountsSayNothing() {
    DriftMonitor monitor = new DriftMonitor(classified(5_000, 0.5, 1), Thresholds.USUAL);
    assertThat(monitor.drift()).isEmpty();
    fill(monitor, classified(100, 0.9, 2));
    assertThat(monitor.drift(Signal.CATEGORY).orElseThrow().level()).isEqualTo(Level.TOO_FEW);
    assertThat(monitor.next().of(Signal.CATEGORY)).hasSize(2);
    assertThat(monitor.drift()).isEmpty();
    assertThatThrownBy(() -> new Thresholds(0.3, 0.2, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Divergence.jensenShannon(Map.of(), counts("1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsAnswersOfEveryTask() {
    Window window = new Window();
    window.add(
        new ExtractedAttributes(
            "p", List.of(attribute("Brand"), attribute("Aura")), List.of(), "stub"),
        Set.of("Brand"));
    window.add(new ExtractedAttributes("q", List.of(), List.of(), "stub"), Set.of("Brand"));
    window.add(
        new Answer.Unknown(
            "p", Answer.Reason.NOT_ANSWERED, OptionalDouble.of(1), List.of(), "stub"));
    window.add(Duration.ofMillis(0)).add(Duration.ofMillis(100)).add(Duration.ofDays(40));

    assertThat(window.of(Signal.UNKNOWN_ATTRIBUTE)).isEqualTo(Map.of("false", 1L, "true", 1L));
    assertThat(window.of(Signal.ABSTENTION)).isEqualTo(Map.of("false", 1L, "true", 2L));
    assertThat(window.of(Signal.CONFIDENCE)).isEqualTo(Map.of("0.9", 1L));
    assertThat(window.of(Signal.LATENCY).keySet())
        .containsExactly("00000001", "00000064", "67108864");
  }

  private static ExtractedAttribute attribute(String name) {
    return new ExtractedAttribute(
        name,
        "x",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ExtractedAttribute.Support.INFERRED);
  }

  @Test
  void aWindowIsKeptInAFile() throws IOException {
    Path file = folder.resolve("reference.json");
    Window window = classified(300, 0.5, 1);
    window.write(file);

    Window read = Window.read(file);
    for (Signal signal : Signal.values()) {
      assertThat(read.of(signal)).isEqualTo(window.of(signal));
    }
    Files.writeString(file, "{\"category\":{\"Hardware\":\"many\"}}");
    assertThatThrownBy(() -> Window.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reference.json");
  }

  @Test
  void gaugesFollowTheCurrentWindow() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    DriftMonitor monitor = new DriftMonitor(classified(1_000, 0.5, 1), Thresholds.USUAL);
    new DriftGauges(monitor).bindTo(registry);

    assertThat(registry.get("ecomllm.drift.psi").tag("signal", "category").gauge().value()).isNaN();
    fill(monitor, classified(1_000, 0.9, 2));
    Drift drift = monitor.drift(Signal.CATEGORY).orElseThrow();
    assertThat(registry.get("ecomllm.drift.psi").tag("signal", "category").gauge().value())
        .isEqualTo(drift.psi())
        .isGreaterThan(0.25);
    assertThat(
            registry.get("ecomllm.drift.jensen_shannon").tag("signal", "category").gauge().value())
        .isEqualTo(drift.jensenShannon());
    assertThat(registry.get("ecomllm.drift.window").tag("signal", "latency").gauge().value())
        .isEqualTo(1_000);
  }
}
