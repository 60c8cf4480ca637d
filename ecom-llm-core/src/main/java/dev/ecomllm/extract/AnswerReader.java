package dev.ecomllm.extract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.extract.normal.Quantity;
import dev.ecomllm.extract.normal.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a model wrote for one attribute, and makes it what the schema says. */
final class AnswerReader {

  private static final Set<String> NOTHING =
      Set.of(
          "",
          "n a",
          "na",
          "none",
          "null",
          "nil",
          "unknown",
          "not specified",
          "not stated",
          "not mentioned",
          "not available",
          "not applicable",
          "unspecified");

  private AnswerReader() {}

  /**
   * What was understood.
   *
   * @param values none if the model says that there is none
   * @param problem what was expected instead; {@code ""} if nothing is wrong
   */
  record Answer(List<String> values, String problem) {
    static final Answer NONE = new Answer(List.of(), "");

    static Answer of(List<String> values) {
      return new Answer(values, "");
    }

    static Answer wrong(String problem) {
      return new Answer(List.of(), problem);
    }
  }

  static Answer read(AttributeSpec spec, JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (!texts(node, texts)) {
      return Answer.wrong("expected " + expected(spec));
    }
    texts.removeIf(text -> NOTHING.contains(Words.key(text)));
    if (texts.isEmpty()) {
      return Answer.NONE;
    }
    return switch (spec.type()) {
      case TEXT ->
          texts.size() == 1
              ? Answer.of(texts)
              : new Answer(List.of(texts.get(0)), "expected one text, not a list");
      case LIST -> Answer.of(texts.stream().distinct().toList());
      case ONE_OF ->
          texts.size() == 1 ? listed(spec, texts) : Answer.wrong("expected " + expected(spec));
      case SEVERAL_OF -> listed(spec, node.isTextual() ? split(spec, texts.get(0)) : texts);
      case NUMBER -> number(spec, texts);
      case BOOLEAN -> yesOrNo(texts);
    };
  }

  /** Scalars, lists of them, and objects that hold one as "value", perhaps with its "unit". */
  private static boolean texts(JsonNode node, List<String> texts) {
    if (node.isArray()) {
      for (JsonNode item : node) {
        if (item.isArray() || !texts(item, texts)) {
          return false;
        }
      }
      return true;
    }
    if (node.isObject()) {
      JsonNode value = node.path("value");
      if (!value.isValueNode()) {
        return false;
      }
      String unit = node.path("unit").asText("").strip();
      if (!value.isNull()) {
        texts.add((value.asText() + " " + unit).strip());
      }
      return true;
    }
    if (!node.isNull() && !node.isMissingNode()) {
      texts.add(node.isNumber() ? plain(node.decimalValue()) : node.asText().strip());
    }
    return true;
  }

  private static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
  }

  private static Answer listed(AttributeSpec spec, List<String> texts) {
    List<String> values = new ArrayList<>();
    String problem = "";
    for (String text : texts) {
      Optional<String> value = listed(spec, text);
      if (value.isEmpty()) {
        problem = "expected " + expected(spec);
      } else if (!values.contains(value.get())) {
        values.add(value.get());
      }
    }
    return new Answer(values, problem);
  }

  /** The value of the closed list that a text means. */
  static Optional<String> listed(AttributeSpec spec, String text) {
    String key = Words.key(text);
    for (String value : spec.values()) {
      if (value.equals(text) || Words.key(value).equals(key)) {
        return Optional.of(value);
      }
    }
    return Canonical.same(spec, text);
  }

  private static List<String> split(AttributeSpec spec, String text) {
    return listed(spec, text).isPresent()
        ? List.of(text)
        : List.of(text.split("\\s*[,;|]\\s*", -1));
  }

  private static Answer number(AttributeSpec spec, List<String> texts) {
    if (texts.size() > 1) {
      return Answer.wrong("expected " + expected(spec));
    }
    Optional<Quantity> quantity = ValueNormalizer.number(spec, texts.get(0));
    if (quantity.isEmpty()) {
      return Answer.wrong("expected " + expected(spec));
    }
    for (BigDecimal number : quantity.get().numbers()) {
      if (number.doubleValue() < spec.minimum() || number.doubleValue() > spec.maximum()) {
        return Answer.wrong("expected " + expected(spec));
      }
    }
    return Answer.of(texts);
  }

  private static Answer yesOrNo(List<String> texts) {
    return switch (texts.size() == 1 ? Words.plain(texts.get(0)) : "") {
      case "true", "yes", "y", "1" -> Answer.of(List.of("yes"));
      case "false", "no", "n", "0" -> Answer.of(List.of("no"));
      default -> Answer.wrong("expected true, false or null");
    };
  }

  private static String expected(AttributeSpec spec) {
    return switch (spec.type()) {
      case TEXT -> "one text or null";
      case LIST -> "a list of texts";
      case ONE_OF -> "one of " + shown(spec.values()) + " or null";
      case SEVERAL_OF -> "a list of values out of " + shown(spec.values());
      case BOOLEAN -> "true, false or null";
      case NUMBER ->
          "a number"
              + (spec.unit().isEmpty() ? "" : " in " + spec.unit() + " or a unit of that kind")
              + range(spec);
    };
  }

  private static String range(AttributeSpec spec) {
    if (Double.isInfinite(spec.minimum()) && Double.isInfinite(spec.maximum())) {
      return "";
    }
    return " from " + spec.minimum() + " to " + spec.maximum();
  }

  private static String shown(List<String> values) {
    List<String> some = values.subList(0, Math.min(30, values.size()));
    return String.join(" | ", some) + (some.size() < values.size() ? " | ..." : "");
  }
}
