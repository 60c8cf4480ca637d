package dev.ecomllm.client.langchain4j;

import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What is sent with each request to show who asks. Values are asked for at each call and stand in
 * no message and no log. Immutable.
 */
final class Headers {

  /** A token of RFC 9110, 5.6.2. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  private static final String BEARER = "Bearer ";

  private final String where;
  private final Map<String, Supplier<String>> values;

  Headers(String where, Map<String, Supplier<String>> values) {
    this.where = where;
    this.values = Map.copyOf(values);
  }

  /** The bearer token as a header's value; a blank one is none. */
  static Supplier<String> bearer(Supplier<String> token) {
    return () -> {
      String value = token.get().strip();
      return value.isEmpty() ? "" : BEARER + value;
    };
  }

  /** Checks a name. */
  static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a header's name is letters, digits and hyphens");
    }
    return name;
  }

  /** The values of now; blank ones are left out. */
  Map<String, String> now() {
    Map<String, String> now = new LinkedHashMap<>();
    values.forEach((name, value) -> put(now, name, value));
    return now;
  }

  private void put(Map<String, String> now, String name, Supplier<String> supplier) {
    String value;
    try {
      value = supplier.get().strip();
    } catch (RuntimeException e) {
      // No cause: its message may repeat the secret.
      throw ModelCallException.of(
          Kind.TRANSIENT,
          where + " was not asked: no value for " + name + " (" + e.getClass().getName() + ")",
          null);
    }
    if (!value.chars().allMatch(character -> character >= ' ' && character < 127)) {
      throw ModelCallException.of(
          Kind.REJECTED, where + " was not asked: " + name + " is not printable ASCII", null);
    }
    if (!value.isEmpty()) {
      now.put(name, value);
    }
  }

  /** A text without any of these values. */
  static String hide(Map<String, String> sent, String text) {
    String hidden = text;
    for (String value : sent.values()) {
      hidden =
          hidden.replace(
              value.startsWith(BEARER) ? value.substring(BEARER.length()) : value, "***");
    }
    return hidden;
  }
}
