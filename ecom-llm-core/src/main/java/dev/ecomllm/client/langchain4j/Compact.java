package dev.ecomllm.client.langchain4j;

/** Takes out the indentation that LangChain4j writes: a quarter of a request. */
final class Compact {

  private Compact() {}

  /** The same valid JSON without white space between its tokens. */
  static String json(String json) {
    StringBuilder compact = new StringBuilder(json.length());
    boolean inString = false;
    for (int at = 0; at < json.length(); at++) {
      char character = json.charAt(at);
      if (inString || character > ' ') {
        compact.append(character);
      }
      if (character == '"') {
        inString = !inString;
      } else if (character == '\\') {
        compact.append(json.charAt(++at)); // an escape: only in strings
      }
    }
    return compact.toString();
  }
}
