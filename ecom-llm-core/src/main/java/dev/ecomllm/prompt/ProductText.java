package dev.ecomllm.prompt;

import dev.ecomllm.product.Product;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text of others, made fit to stand in a prompt: as data, on one line, inside a fence that it
 * cannot close.
 *
 * <p>White space and line breaks become single spaces. Control characters, bidirectional overrides
 * and characters that nobody sees go. What looks like a tag or like a marker of a chat template
 * ({@code </product>}, {@code <s>}, {@code <|im_end|>}, {@code <<SYS>>}, {@code [INST]}, {@code
 * [EXTRACT]}) gets other brackets: {@code ‹/product>}, {@code (INST)}. No letter changes, so
 * whatever the model quotes from a product is found in it again.
 */
public final class ProductText {

  /** {@code <} where a tag or a special token could start. */
  private static final Pattern TAG = Pattern.compile("<(?=[\\s\\p{Cf}]*[/|<\\p{L}])");

  /** {@code [INST]}, {@code [/INST]}, {@code [TOOL_CALLS]}, our own {@code [CLASSIFY]}. */
  private static final Pattern BRACKETS = Pattern.compile("\\[( */? *[A-Z][A-Z_]+ *)]");

  private ProductText() {}

  /**
   * The product, one line for each field that says something, between {@code <product>} and {@code
   * </product>}: title, brand, the other fields in their order, description.
   *
   * @param maxCharacters how many characters of the product to show, at least 1. The lines are
   *     filled in that order; the first that doesn't fit is cut and ends with an ellipsis, and
   *     those after it are left out, so the title is the last to suffer
   */
  public static String fenced(Product product, int maxCharacters) {
    int text = product.title().length() + product.brand().length() + product.description().length();
    StringBuilder lines = new StringBuilder(Math.min(text, maxCharacters) + 100);
    lines.append("<product>\n");
    int left = maxCharacters;
    left = add(lines, "title", product.title(), left);
    left = add(lines, "brand", product.brand(), left);
    for (Map.Entry<String, String> field : product.fields().entrySet()) {
      left = add(lines, line(field.getKey(), 100), field.getValue(), left);
    }
    add(lines, "description", product.description(), left);
    return lines.append("</product>").toString();
  }

  /** Adds one line, and tells how many characters are left. */
  private static int add(StringBuilder lines, String name, String text, int left) {
    if (left <= 0) {
      return 0;
    }
    Line line = clean(text, left);
    if (line.text().isEmpty()) {
      return left;
    }
    lines.append(name).append(": ").append(line.text()).append('\n');
    return line.cut() ? 0 : left - line.text().length();
  }

  /**
   * One line of any text: a passage, a question, a name.
   *
   * @param maxCharacters the most to show, in UTF-16 units, at least 1; a longer text is cut there,
   *     between characters, and ends with an ellipsis on top of that
   */
  public static String line(String text, int maxCharacters) {
    return clean(text, maxCharacters).text();
  }

  private record Line(String text, boolean cut) {}

  private static Line clean(String text, int maxCharacters) {
    if (maxCharacters < 1) {
      throw new IllegalArgumentException("maxCharacters must be at least 1, not " + maxCharacters);
    }
    StringBuilder line = new StringBuilder(Math.min(text.length(), maxCharacters) + 1);
    boolean space = false;
    boolean cut = false;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (isSpace(character)) {
        space = !line.isEmpty();
      } else if (!isDropped(character)) {
        int needed = Character.charCount(character) + (space ? 1 : 0);
        if (line.length() + needed > maxCharacters) {
          line.append('\u2026');
          cut = true;
          break;
        }
        if (space) {
          line.append(' ');
          space = false;
        }
        line.appendCodePoint(character);
      }
    }
    String tagless = TAG.matcher(line).replaceAll("\u2039");
    return new Line(BRACKETS.matcher(tagless).replaceAll("($1)"), cut);
  }

  private static boolean isSpace(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == 0x85; // next line
  }

  private static boolean isDropped(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.SURROGATE -> true;
      // Joiners make emoji and Persian what they are; the rest of this kind only hides or turns
      // text.
      case Character.FORMAT -> character != 0x200C && character != 0x200D;
      // Variation selectors beyond those of emoji can carry hidden text.
      default -> character >= 0xE0000 && character <= 0xE01EF;
    };
  }
}
