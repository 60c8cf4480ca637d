package dev.ecomllm.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words that models write for true, false and null. */
final class Literals {

  private static final String[] WORDS = {"true", "false", "null", "None", "undefined"};

  private Literals() {}

  /** What a word stands for, in JSON, Python or JavaScript; null if it is none of them. */
  static @Nullable JsonNode of(String word) {
    if (word.length() < 3 || word.length() > 9) {
      return null;
    }
    return switch (word) {
      case "NaN", "Infinity", "-Infinity", "+Infinity", "-NaN" -> NullNode.instance;
      default ->
          switch (word.toLowerCase(Locale.ROOT)) {
            case "true" -> BooleanNode.TRUE;
            case "false" -> BooleanNode.FALSE;
            case "null", "none", "undefined" -> NullNode.instance;
            default -> null;
          };
    };
  }

  /** What a word that is cut off must have been; null if it is not the beginning of one. */
  static @Nullable JsonNode ofBeginning(String beginning) {
    for (String word : WORDS) {
      if (word.startsWith(beginning) || capital(word).startsWith(beginning)) {
        return of(word);
      }
    }
    return null;
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
