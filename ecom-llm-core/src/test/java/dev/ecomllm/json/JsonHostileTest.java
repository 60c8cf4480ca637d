package dev.ecomllm.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.testing.HostileShape;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts made to hang, overflow or fill the memory. A reading that is not linear takes hours here,
 * so the limit of time only tells a hang from a slow machine; the growth itself is measured in
 * examples/benchmarks.
 */
class JsonHostileTest {

  static List<HostileShape> shapes() {
    return HostileShape.ALL;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void aMegabyteEnds(HostileShape shape) {
    String text = shape.text(1_000_000);
    try {
      assertThat(JsonRepair.repair(text).value()).isNotNull();
    } catch (InvalidOutputException e) {
      assertThat(e.output()).isSameAs(text);
      assertThat(e.getMessage()).hasSizeLessThan(200);
    }
  }

  @Test
  void depthBeyondTheLimitIsATypedError() {
    for (String open : List.of("[", "{\"a\":", "{a:", "[{'a':", "(", "[[1,", "{\"a\":[")) {
      String text = open.repeat(1_000_000);
      assertThatThrownBy(() -> JsonRepair.repair(text))
          .isInstanceOf(InvalidOutputException.class)
          .hasMessageContaining("512 levels");
    }
    String valid = "[".repeat(1_000_000) + "]".repeat(1_000_000);
    assertThatThrownBy(() -> Json.read(valid)).isInstanceOf(InvalidOutputException.class);
  }

  @Test
  void theDepthOfTheOptionsIsTheDeepestThatIsRead() {
    RepairOptions three = RepairOptions.DEFAULT.withMaxDepth(3);
    assertThat(Json.read("[[[1]]]", three).toString()).isEqualTo("[[[1]]]");
    assertThatThrownBy(() -> Json.read("[[[[1]]]]", three))
        .isInstanceOf(InvalidOutputException.class)
        .hasMessageContaining("3 levels");
    String deep = "[".repeat(512) + "]".repeat(512);
    assertThat(Json.read(deep).toString()).isEqualTo(deep);
  }

  @Test
  void theListOfRepairsEnds() {
    Repaired repaired = JsonRepair.repair("[" + "'a',".repeat(50_000) + "]");
    assertThat(repaired.value()).hasSize(50_000);
    assertThat(repaired.repairs()).hasSize(RepairLog.MOST);
  }
}
