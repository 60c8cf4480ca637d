package dev.ecomllm.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.calibration.Calibration.Identity;
import dev.ecomllm.calibration.Calibration.Isotonic;
import dev.ecomllm.calibration.Calibration.Temperature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The file format of {@link FittedCalibration}. */
final class CalibrationJson {

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private CalibrationJson() {}

  static String write(FittedCalibration fitted) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("task", fitted.scope().task());
    root.put("model", fitted.scope().model());
    root.put("prompt", fitted.scope().prompt());
    root.put("taxonomy", fitted.scope().taxonomy());
    root.put("rows", fitted.rows());
    ObjectNode curves = root.putObject("curves");
    fitted.curves().forEach((name, curve) -> curves.set(name, curve(curve)));
    ObjectNode weights = root.putObject("weights");
    fitted.weights().forEach(weights::put);
    ObjectNode thresholds = root.putObject("thresholds");
    fitted
        .thresholds()
        .forEach(
            (name, table) -> {
              ObjectNode node = thresholds.putObject(name);
              table.byPrecision().forEach((precision, at) -> node.put(precision.toString(), at));
            });
    return root.toPrettyString() + "\n";
  }

  static FittedCalibration read(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON, so no calibration", e);
    }
    int format = root.path("format").asInt();
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "not a calibration of format " + FORMAT + ", the one known here");
    }
    CalibrationScope scope =
        new CalibrationScope(
            text(root, "task"), text(root, "model"), text(root, "prompt"), text(root, "taxonomy"));
    return new FittedCalibration(
        scope,
        root.path("rows").asInt(),
        map(root.path("curves"), CalibrationJson::curve),
        map(root.path("weights"), CalibrationJson::number),
        map(root.path("thresholds"), CalibrationJson::thresholds));
  }

  private static ObjectNode curve(Calibration curve) {
    ObjectNode node = JSON.createObjectNode();
    if (curve instanceof Temperature t) {
      return node.put("method", "temperature").put("temperature", t.temperature());
    }
    if (curve instanceof Isotonic isotonic) {
      node.put("method", "isotonic");
      numbers(node.putArray("scores"), isotonic.scores());
      numbers(node.putArray("probabilities"), isotonic.probabilities());
      return node;
    }
    return node.put("method", "identity");
  }

  private static Calibration curve(JsonNode node) {
    String method = node.path("method").asText();
    return switch (method) {
      case "identity" -> new Identity();
      case "temperature" -> new Temperature(number(node.path("temperature")));
      case "isotonic" ->
          new Isotonic(numbers(node.path("scores")), numbers(node.path("probabilities")));
      default -> throw new IllegalArgumentException("unknown method '" + method + "'");
    };
  }

  private static Thresholds thresholds(JsonNode node) {
    TreeMap<Double, Double> table = new TreeMap<>();
    map(node, CalibrationJson::number)
        .forEach((precision, at) -> table.put(Double.valueOf(precision), at));
    return new Thresholds(table);
  }

  private static <T> Map<String, T> map(JsonNode node, Function<JsonNode, T> value) {
    Map<String, T> map = new HashMap<>();
    node.properties().forEach(e -> map.put(e.getKey(), value.apply(e.getValue())));
    return map;
  }

  private static void numbers(ArrayNode array, List<Double> values) {
    values.forEach(array::add);
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> values = new ArrayList<>();
    array.forEach(node -> values.add(number(node)));
    return values;
  }

  private static double number(JsonNode node) {
    if (!node.isNumber()) {
      throw new IllegalArgumentException("expected a number, not " + node.getNodeType());
    }
    return node.asDouble();
  }

  private static String text(JsonNode root, String name) {
    if (!root.path(name).isTextual()) {
      throw new IllegalArgumentException("the calibration does not say its " + name);
    }
    return root.path(name).asText();
  }
}
