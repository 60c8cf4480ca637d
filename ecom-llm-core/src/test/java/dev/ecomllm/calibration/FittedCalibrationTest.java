package dev.ecomllm.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.calibration.Calibration.Isotonic;
import dev.ecomllm.calibration.Calibration.Temperature;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FittedCalibrationTest {

  private static final CalibrationScope SCOPE =
      new CalibrationScope("classify", "mistral", "shortlist-1a2b", "google 2021-09-21");

  private static final FittedCalibration FITTED =
      new FittedCalibration(
          SCOPE,
          420,
          Map.of(
              "exact", new Temperature(1.75),
              "subtree", new Isotonic(List.of(0.1, 0.7), List.of(0.05, 0.95)),
              "other", Calibration.identity()),
          Map.of("retriever", 0.4),
          Map.of("exact", new Thresholds(new TreeMap<>(Map.of(0.9, 0.7, 0.95, 0.8)))));

  @Test
  void aFileIsReadAsItWasWritten(@TempDir Path folder) {
    Path file = folder.resolve("calibration.json");
    FITTED.write(file);

    assertThat(FittedCalibration.read(file)).isEqualTo(FITTED);
  }

  @Test
  void whatIsNotThereHasADefault() {
    assertThat(FITTED.curve("none")).isEqualTo(Calibration.identity());
    assertThat(FITTED.weight("none", 1)).isEqualTo(1);
    assertThat(FITTED.weight("retriever", 1)).isEqualTo(0.4);
    assertThat(FITTED.threshold("none").at(0.5)).isEmpty();
  }

  @Test
  void theWrongScopeIsAnErrorThatNamesBoth() {
    CalibrationScope other =
        new CalibrationScope("classify", "llama", "shortlist-1a2b", "google 2021-09-21");

    assertThat(FITTED.requireScope(SCOPE)).isSameAs(FITTED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FITTED.requireScope(other))
        .withMessageContaining("mistral")
        .withMessageContaining("llama");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{\"format\":2}",
        "{\"format\":1}",
        "{\"format\":1,\"task\":\"t\",\"model\":\"m\",\"prompt\":\"p\",\"taxonomy\":\"\",\"curves\":{\"exact\":{\"method\":\"guess\"}}}",
        "{\"format\":1,\"task\":\"t\",\"model\":\"m\",\"prompt\":\"p\",\"taxonomy\":\"\",\"curves\":{\"exact\":{\"method\":\"temperature\",\"temperature\":\"hot\"}}}",
        "{\"format\":1,\"task\":\"t\",\"model\":\"m\",\"prompt\":\"p\",\"taxonomy\":\"\",\"curves\":{\"exact\":{\"method\":\"isotonic\",\"scores\":[2,1],\"probabilities\":[0,1]}}}"
      })
  void whatIsNoCalibrationIsAnError(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> FittedCalibration.parse(text));
  }

  @Test
  void errorsNameTheFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("broken.json"), "{}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> FittedCalibration.read(file))
        .withMessageContaining("broken.json");
    assertThatThrownBy(() -> FittedCalibration.read(folder.resolve("absent.json")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("absent.json");
  }
}
