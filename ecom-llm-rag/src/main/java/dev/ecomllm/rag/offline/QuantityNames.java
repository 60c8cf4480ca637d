package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.normal.Quantities;
import dev.ecomllm.extract.normal.Quantity;
import dev.ecomllm.extract.normal.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a stated quantity is commonly called, and what kind of quantity a name asks for. */
final class QuantityNames {

  /** The name of a quantity of a dimension that nothing beside it names better. */
  private static final Map<String, String> BY_DIMENSION =
      Map.ofEntries(
          Map.entry("length", "length"),
          Map.entry("mass", "weight"),
          Map.entry("volume", "volume"),
          Map.entry("power", "power"),
          Map.entry("energy", "energy"),
          Map.entry("charge", "battery_capacity"),
          Map.entry("storage", "storage"),
          Map.entry("data rate", "data_rate"),
          Map.entry("frequency", "frequency"),
          Map.entry("voltage", "voltage"),
          Map.entry("current", "current"),
          Map.entry("temperature", "temperature"),
          Map.entry("pressure", "pressure"),
          Map.entry("area", "area"),
          Map.entry("luminous flux", "brightness"),
          Map.entry("luminance", "brightness"),
          Map.entry("pixels", "resolution"),
          Map.entry("count", "quantity"),
          Map.entry("speed", "speed"),
          Map.entry("rotation", "rotation_speed"),
          Map.entry("threads", "thread_count"));

  /** Words beside a quantity of a dimension that name it. */
  private static final Map<String, Map<String, String>> BY_NEIGHBOR =
      Map.of(
          "length",
          Map.ofEntries(
              Map.entry("wide", "width"),
              Map.entry("width", "width"),
              Map.entry("high", "height"),
              Map.entry("tall", "height"),
              Map.entry("height", "height"),
              Map.entry("deep", "depth"),
              Map.entry("depth", "depth"),
              Map.entry("diameter", "diameter"),
              Map.entry("dia", "diameter"),
              Map.entry("heel", "heel_height"),
              Map.entry("display", "screen_size"),
              Map.entry("screen", "screen_size"),
              Map.entry("monitor", "screen_size"),
              Map.entry("laptop", "screen_size"),
              Map.entry("tablet", "screen_size"),
              Map.entry("tv", "screen_size")),
          "storage",
          Map.of("ram", "memory", "memory", "memory", "ddr", "memory", "unified", "memory"),
          "time",
          Map.of(
              "battery", "battery_life",
              "playtime", "battery_life",
              "playback", "battery_life",
              "runtime", "run_time",
              "warranty", "warranty"),
          "count",
          Map.of("pack", "pack_size"));

  /** Words of attribute names and the dimensions that they may ask for. */
  private static final Map<String, Set<String>> ASKED =
      Map.ofEntries(
          Map.entry("weight", Set.of("mass")),
          Map.entry("volume", Set.of("volume")),
          Map.entry("capacity", Set.of("volume", "storage", "charge", "mass")),
          Map.entry("content", Set.of("mass", "volume", "count")),
          Map.entry("quantity", Set.of("count")),
          Map.entry("pack", Set.of("count")),
          Map.entry("count", Set.of("count")),
          Map.entry("length", Set.of("length")),
          Map.entry("width", Set.of("length")),
          Map.entry("height", Set.of("length")),
          Map.entry("depth", Set.of("length")),
          Map.entry("diameter", Set.of("length")),
          Map.entry("dimension", Set.of("length")),
          Map.entry("screen", Set.of("length")),
          Map.entry("power", Set.of("power")),
          Map.entry("wattage", Set.of("power")),
          Map.entry("voltage", Set.of("voltage")),
          Map.entry("storage", Set.of("storage")),
          Map.entry("memory", Set.of("storage")),
          Map.entry("ram", Set.of("storage")),
          Map.entry("frequency", Set.of("frequency")),
          Map.entry("battery", Set.of("time", "charge")),
          Map.entry("dosage", Set.of("mass")),
          Map.entry("resolution", Set.of("pixels")));

  private QuantityNames() {}

  /** The common name of a quantity in its text; {@code ""} if it says nothing by itself. */
  static String of(String text, Quantities.Found found) {
    Quantity quantity = found.quantity();
    String dimension = quantity.dimension();
    if (dimension.equals("length") && quantity.shape() == Quantity.Shape.DIMENSIONS) {
      return "dimensions";
    }
    if (dimension.equals("count") && Words.key(piece(text, found)).contains("pack")) {
      return "pack_size";
    }
    Map<String, String> neighbors = BY_NEIGHBOR.getOrDefault(dimension, Map.of());
    for (String word : neighbors(text, found)) {
      String name = neighbors.get(word);
      if (name != null) {
        return name;
      }
    }
    return BY_DIMENSION.getOrDefault(dimension, "");
  }

  /** The dimensions that an attribute of this name asks for; none if it asks for no quantity. */
  static Set<String> dimensions(String attribute) {
    for (String word : Words.key(attribute.replace('_', ' ')).split(" ", -1)) {
      Set<String> dimensions = ASKED.get(word);
      if (dimensions != null) {
        return dimensions;
      }
    }
    return Set.of();
  }

  /** The forms of the two words after a quantity and the one before it, nearest first. */
  static List<String> neighbors(String text, Quantities.Found found) {
    int end = Math.min(text.length(), found.end() + 40);
    int start = Math.max(0, found.start() - 40);
    List<Words.Word> after = Words.of(text.substring(found.end(), end));
    List<Words.Word> before = Words.of(text.substring(start, found.start()));
    List<String> forms = new ArrayList<>(after.stream().limit(2).map(Words.Word::form).toList());
    if (!before.isEmpty()) {
      forms.add(before.get(before.size() - 1).form());
    }
    return forms;
  }

  /** Whether a name comes from the words beside a quantity: it is about nothing else then. */
  static boolean isNamedByNeighbor(String name) {
    return BY_NEIGHBOR.values().stream().anyMatch(names -> names.containsValue(name));
  }

  private static String piece(String text, Quantities.Found found) {
    return text.substring(found.start(), found.end());
  }
}
