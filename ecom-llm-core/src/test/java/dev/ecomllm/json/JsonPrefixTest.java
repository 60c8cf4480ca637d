package dev.ecomllm.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.error.InvalidOutputException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Wherever an answer is cut off, what is read is part of the whole. */
class JsonPrefixTest {

  @Test
  void everyPrefixGivesAConsistentPart() {
    int prefixes = 0;
    for (String document : Documents.some(100, 3)) {
      JsonNode whole = Json.read(document);
      for (int end = 1; end < document.length(); end++) {
        String prefix = document.substring(0, end);
        JsonNode part = read(prefix, RepairOptions.DEFAULT);
        assertThat(isPart(part, whole, false))
            .as("%s%nof %s%nas %s", prefix, document, part)
            .isTrue();
        JsonNode told = read(prefix, RepairOptions.DEFAULT.withTruncated(true));
        assertThat(isPart(told, whole, true))
            .as("%s%nof %s%nas %s", prefix, document, told)
            .isTrue();
        prefixes++;
      }
    }
    assertThat(prefixes).isGreaterThan(5000);
  }

  private static JsonNode read(String prefix, RepairOptions options) {
    try {
      return Json.read(prefix, options);
    } catch (InvalidOutputException e) {
      throw new AssertionError(prefix, e);
    }
  }

  /**
   * Whether a value is the beginning of another. The last number may lack digits, unless the
   * reading was told that the text is cut off; what has not begun is null.
   */
  private static boolean isPart(JsonNode part, JsonNode whole, boolean told) {
    if (part.isNull() || part.equals(whole)) {
      return true;
    }
    if (part.isObject() && whole.isObject()) {
      for (Map.Entry<String, JsonNode> member : part.properties()) {
        JsonNode other = whole.get(member.getKey());
        if (other == null || !isPart(member.getValue(), other, told)) {
          return false;
        }
      }
      return true;
    }
    if (part.isArray() && whole.isArray() && part.size() <= whole.size()) {
      for (int i = 0; i < part.size(); i++) {
        if (!isPart(part.get(i), whole.get(i), told)) {
          return false;
        }
      }
      return true;
    }
    if (part.isNumber() && whole.isNumber()) {
      return !told && whole.asText().startsWith(part.asText());
    }
    return part.isTextual() && whole.isTextual() && whole.textValue().startsWith(part.textValue());
  }
}
