package dev.ecomllm.client.langchain4j;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes out the indentation that LangChain4j writes: a quarter of a request. */
final class Compact {

  private Compact() {}

  /** The same valid JSON as UTF-8, without white space between its tokens. */
  static byte[] json(String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    boolean inString = false;
    for (int at = 0; at < text.length; at++) {
      byte character = text[at];
      if (inString || character > ' ') {
        text[length++] = character;
      }
      if (character == '"') {
        inString = !inString;
      } else if (character == '\\') {
        text[length++] = text[++at]; // an escape: only in strings
      }
    }
    return Arrays.copyOf(text, length);
  }
}
