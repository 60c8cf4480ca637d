package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fits single values to the type that a schema asks for. */
final class Scalars {

  private Scalars() {}

  static Fit as(String type, JsonNode value, String path) {
    JsonNode fitted =
        switch (type) {
          case "string" -> value.isTextual() ? value : text(value);
          case "number" -> value.isNumber() ? value : number(value);
          case "integer" -> integer(value.isNumber() ? value : number(value));
          case "boolean" -> value.isBoolean() ? value : bool(value);
          case "null" -> value.isNull() ? value : none(value);
          default -> value;
        };
    if (fitted == null) {
      return Fit.none(path, "a value of type " + type);
    }
    return Fit.of(fitted, fitted.equals(value) ? 0 : 1);
  }

  private static @Nullable JsonNode text(JsonNode value) {
    return value.isNumber() || value.isBoolean() ? new TextNode(value.asText()) : null;
  }

  private static @Nullable JsonNode number(JsonNode value) {
    if (!value.isTextual()) {
      return null;
    }
    String text = value.textValue().strip();
    JsonNode number = Numbers.lenient(text);
    return number != null ? number : Numbers.lenient(withoutZeros(text));
  }

  /** The number of a code such as {@code 007}. */
  private static String withoutZeros(String text) {
    int i = 0;
    while (i + 1 < text.length() && text.charAt(i) == '0' && Chars.isDigit(text.charAt(i + 1))) {
      i++;
    }
    return text.substring(i);
  }

  private static @Nullable JsonNode integer(@Nullable JsonNode number) {
    if (number == null || number.isIntegralNumber()) {
      return number;
    }
    BigDecimal plain = number.decimalValue().stripTrailingZeros();
    return plain.scale() <= 0 && plain.scale() > -1000 ? DecimalNode.valueOf(plain) : null;
  }

  private static @Nullable JsonNode bool(JsonNode value) {
    return switch (value.asText().strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> BooleanNode.TRUE;
      case "false", "no", "0" -> BooleanNode.FALSE;
      default -> null;
    };
  }

  private static @Nullable JsonNode none(JsonNode value) {
    if (!value.isTextual()) {
      return null;
    }
    String text = value.textValue().strip();
    JsonNode word = text.isEmpty() ? NullNode.instance : Literals.of(text);
    return word != null && word.isNull() ? word : null;
  }

  /** Whether a value is a choice of a schema, in other letters perhaps; the choice, if so. */
  static Fit same(JsonNode value, JsonNode choice, String path) {
    if (value.equals(choice)) {
      return Fit.of(value, 0);
    }
    boolean numbers = value.isNumber() && choice.isNumber();
    if (numbers && value.decimalValue().compareTo(choice.decimalValue()) == 0) {
      return Fit.of(value, 0);
    }
    boolean scalars =
        value.isValueNode() && choice.isValueNode() && value.isNull() == choice.isNull();
    if (scalars && value.asText().strip().equalsIgnoreCase(choice.asText().strip())) {
      return Fit.of(choice, 1);
    }
    if (scalars
        && !plain(choice.asText()).isEmpty()
        && plain(value.asText()).equals(plain(choice.asText()))) {
      return Fit.of(choice, 2);
    }
    return Fit.none(path, "one of the values of the schema");
  }

  /** The letters and digits alone. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
