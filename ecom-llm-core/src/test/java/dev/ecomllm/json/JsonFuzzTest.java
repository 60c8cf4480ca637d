package dev.ecomllm.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecomllm.error.InvalidOutputException;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random damage to real documents. 200,000 mutations by default; {@code mvn -Pfuzz} makes it
 * 3,000,000.
 */
class JsonFuzzTest {

  private static final int MUTATIONS = Integer.getInteger("ecomllm.fuzz.mutations", 200_000);

  private static final String[] PIECES = {
    "\"",
    "'",
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    "\\",
    "\n",
    "```json\n",
    "```",
    "//",
    "/*",
    "*/",
    "#",
    "...",
    "(",
    ")",
    "True",
    "None",
    "NaN",
    "-",
    "+",
    ".",
    "e",
    "1,234",
    "05",
    "\uFEFF",
    "\u201C",
    "\u2019",
    "<think>",
    "</think>",
    "\\\"",
    "\\u12",
    "\uD83D",
    "undefined",
    ";",
    "=",
    "=>",
    "\"\"\"",
    "ObjectId(",
    " ",
    "\t",
    "x",
    "\"a\":",
    "\u0000",
    "{\"",
    "[\""
  };

  private static final ObjectReader JACKSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(JsonNode.class);

  @Test
  void noDamageEverDoesMoreThanAnInvalidOutput() {
    List<String> documents = Documents.some(200, 7);
    Random random = new Random(42);
    int repaired = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      String text = documents.get(i % documents.size());
      for (int damages = 1 + random.nextInt(4); damages > 0; damages--) {
        text = damage(text, random);
      }
      repaired += check(text);
    }
    assertThat(repaired).isGreaterThan(MUTATIONS * 9 / 10);
  }

  private static String damage(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + 1 + random.nextInt(3));
    String piece = PIECES[random.nextInt(PIECES.length)];
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + text.substring(to);
      case 1 -> text.substring(0, at) + piece + text.substring(to);
      case 2, 3 -> text.substring(0, at) + piece + text.substring(at);
      case 4 -> random.nextInt(4) == 0 ? text.substring(0, at) : text + piece;
      default -> text.substring(0, at) + text.substring(at, to) + text.substring(at);
    };
  }

  /** 1 if the text could be read. */
  private static int check(String text) {
    JsonNode valid = jackson(text);
    try {
      Repaired repaired = JsonRepair.repair(text);
      if (valid != null) {
        assertThat(repaired.value()).as(text).isEqualTo(valid);
        assertThat(repaired.repairs())
            .as(text)
            .allMatch(repair -> repair.kind() == Repair.Kind.DUPLICATE_KEY);
      } else {
        assertThat(repaired.repairs()).as(text).isNotEmpty();
      }
      String written = repaired.value().toString();
      assertThat(jackson(written)).as(text).isNotNull();
      return 1;
    } catch (InvalidOutputException e) {
      assertThat(valid).as(text).isNull();
      assertThat(e.output()).isEqualTo(text);
      return 0;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("untyped failure on: " + text, e);
    }
  }

  private static @Nullable JsonNode jackson(String text) {
    try {
      JsonNode value = JACKSON.readTree(text);
      return value.isMissingNode() ? null : value;
    } catch (JsonProcessingException | NumberFormatException e) {
      return null;
    }
  }
}
