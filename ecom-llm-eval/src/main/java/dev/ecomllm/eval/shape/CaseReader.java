package dev.ecomllm.eval.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the parts of a case; what is missing or of another kind is named. */
record CaseReader(JsonNode json) {

  List<String> texts(String name) {
    return list(name, CaseReader::text);
  }

  List<List<String>> textLists(String name) {
    return list(name, CaseReader::textList);
  }

  double[] numbers(String name) {
    return list(name, CaseReader::number).stream().mapToDouble(d -> d).toArray();
  }

  /** Flags that are written as 0 and 1, or as false and true. */
  boolean[] flags(String name) {
    List<Boolean> list = list(name, CaseReader::flag);
    boolean[] flags = new boolean[list.size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = list.get(i);
    }
    return flags;
  }

  /** Lists of places in something that has so many. */
  int[][] places(String name, int size) {
    return list(name, row -> places(name, row, size)).toArray(int[][]::new);
  }

  private static int[] places(String name, JsonNode row, int size) {
    int[] places = new int[row.size()];
    for (int i = 0; i < places.length; i++) {
      JsonNode place = row.get(i);
      if (!place.isIntegralNumber() || place.asLong() < 0 || place.asLong() >= size) {
        throw new IllegalArgumentException(
            "\"" + name + "\" must hold lists of places from 0 to " + (size - 1));
      }
      places[i] = place.asInt();
    }
    if (places.length == 0) {
      throw new IllegalArgumentException("\"" + name + "\" holds an empty resample");
    }
    return places;
  }

  String text(String name) {
    return text(required(name));
  }

  String text(String name, String otherwise) {
    return json.hasNonNull(name) ? text(json.get(name)) : otherwise;
  }

  long count(String name) {
    JsonNode value = required(name);
    if (!value.isNumber() || value.asDouble() != value.asLong()) {
      throw new IllegalArgumentException("\"" + name + "\" must be a whole number");
    }
    return value.asLong();
  }

  double number(String name, double otherwise) {
    return json.hasNonNull(name) ? number(json.get(name)) : otherwise;
  }

  CaseReader object(String name) {
    return new CaseReader(required(name));
  }

  boolean has(String name) {
    return json.hasNonNull(name);
  }

  <T> List<T> list(String name, Function<JsonNode, T> read) {
    JsonNode array = required(name);
    if (!array.isArray()) {
      throw new IllegalArgumentException("\"" + name + "\" must be an array");
    }
    List<T> list = new ArrayList<>(array.size());
    array.forEach(value -> list.add(read.apply(value)));
    return list;
  }

  /** A list of texts; null stands for an empty one. */
  private static List<String> textList(JsonNode value) {
    if (!value.isArray() && !value.isNull()) {
      throw new IllegalArgumentException("a list of texts is expected, not " + value.getNodeType());
    }
    List<String> list = new ArrayList<>();
    value.forEach(item -> list.add(text(item)));
    return list;
  }

  /** A text; null stands for an empty one. */
  private static String text(JsonNode value) {
    if (value.isContainerNode()) {
      throw new IllegalArgumentException("a text is expected, not a list or an object");
    }
    return value.isNull() ? "" : value.asText();
  }

  private static boolean flag(JsonNode value) {
    if (!value.isBoolean() && !(value.isNumber() && (isOne(value) || value.asDouble() == 0))) {
      throw new IllegalArgumentException("0, 1, false or true is expected, not " + value);
    }
    return value.isBoolean() ? value.asBoolean() : isOne(value);
  }

  private static boolean isOne(JsonNode value) {
    return value.asDouble() == 1;
  }

  private static double number(JsonNode value) {
    if (!value.isNumber()) {
      throw new IllegalArgumentException("a number is expected, not " + value);
    }
    return value.asDouble();
  }

  private JsonNode required(String name) {
    if (!json.hasNonNull(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    return json.get(name);
  }
}
