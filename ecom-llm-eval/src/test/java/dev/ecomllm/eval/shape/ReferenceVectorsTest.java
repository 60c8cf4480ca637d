package dev.ecomllm.eval.shape;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.eval.dataset.JsonLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every metric against what the reference packages answered: within 1e-9, and 1e-4 where a model
 * computes on floats. The first line of each file names the packages; {@code
 * src/test/reference/make_vectors.py} makes the files.
 */
class ReferenceVectorsTest {

  static Set<String> metrics() {
    return MetricJson.names();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void equalsTheReferencePackages(String metric) throws IOException {
    List<String> lines = lines(metric + ".jsonl.gz");

    assertThat(JsonLines.MAPPER.readTree(lines.get(0)).path("tools")).isNotEmpty();
    assertThat(lines.size() - 1).isGreaterThanOrEqualTo(200);
    double tolerance = metric.equals("bertscore") ? 1e-4 : 1e-9;
    for (String line : lines.subList(1, lines.size())) {
      JsonNode vector = JsonLines.MAPPER.readTree(line);
      String answer = MetricJson.answer(metric, vector.get("in").toString());
      assertEqual(
          vector.get("out"),
          JsonLines.MAPPER.readTree(answer),
          vector.get("in") + ": $",
          tolerance);
    }
  }

  private static void assertEqual(
      JsonNode expected, JsonNode actual, String path, double tolerance) {
    if (expected.isNumber() && actual.isNumber()) {
      assertThat(actual.asDouble()).as(path).isCloseTo(expected.asDouble(), within(tolerance));
    } else if (expected.isContainerNode()) {
      assertThat(actual.size()).as(path + " in " + actual).isEqualTo(expected.size());
      Iterator<String> names = expected.fieldNames();
      while (names.hasNext()) {
        String name = names.next();
        assertThat(actual.has(name)).as(path + "." + name).isTrue();
        assertEqual(expected.get(name), actual.get(name), path + "." + name, tolerance);
      }
      for (int i = 0; expected.isArray() && i < expected.size(); i++) {
        assertEqual(expected.get(i), actual.get(i), path + "[" + i + "]", tolerance);
      }
    } else {
      assertThat(actual).as(path).isEqualTo(expected);
    }
  }

  private static List<String> lines(String resource) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    requireNonNull(ReferenceVectorsTest.class.getResourceAsStream(resource))),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
