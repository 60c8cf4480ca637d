package dev.ecomllm.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.product.Product;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values planted at known offsets in random Unicode text come back at those offsets. */
class PlantedValuesTest {

  private static final int DOCUMENTS = 100_000;

  private static final String[] SCRIPTS = {
    "abcdefghijklmnop",
    "àéîõüßøåčž",
    "абвгдежзик",
    "αβγδεζηθ",
    "אבגדהוז",
    "ابتثجح",
    "漢字仮名交文",
    "e\u0301o\u0308a\u030A",
    "\uD83D\uDE00\uD83D\uDD25\uD83C\uDF88",
    "0123456789",
    "\uD835\uDC00\uD835\uDC01"
  };
  private static final String[] BETWEEN = {
    " ", ", ", " - ", "\n", "; ", " (", ") ", " / ", " \u2022 "
  };

  private final Random random = new Random(20_260_101);

  @Test
  void allOfThem() {
    for (int i = 0; i < DOCUMENTS; i++) {
      String value = value();
      String written = written(value);
      String before = words(random.nextInt(6)) + separator();
      String text = before + written + separator() + words(random.nextInt(6));
      Product product = Product.of("p", "title").withDescription(text);
      int start = before.codePointCount(0, before.length());
      int end = start + written.codePointCount(0, written.length());
      assertThat(EvidenceFinder.in(product).find(value))
          .as("%s in %s", value, text)
          .contains(new Evidence("description", start, end, written));
    }
  }

  /** Latin words of q, x, v and z, which no other word in the text is made of. */
  private String value() {
    StringBuilder value = new StringBuilder();
    int words = 1 + random.nextInt(3);
    for (int w = 0; w < words; w++) {
      value.append(w == 0 ? "" : " ");
      int letters = 3 + random.nextInt(4);
      for (int l = 0; l < letters; l++) {
        value.append("qxvzk\u017E\u0439".charAt(random.nextInt(7)));
      }
    }
    return value.toString();
  }

  /**
   * The value as the text writes it: in another case, with hyphens or wider spaces, or as it is.
   */
  private String written(String value) {
    return switch (random.nextInt(4)) {
      case 0 -> value.toUpperCase(Locale.ROOT);
      case 1 -> value.replace(' ', '-');
      case 2 -> value.replace(" ", "  ");
      default -> value;
    };
  }

  private String separator() {
    return BETWEEN[random.nextInt(BETWEEN.length)];
  }

  private String words(int count) {
    StringBuilder text = new StringBuilder();
    for (int w = 0; w < count; w++) {
      String script = SCRIPTS[random.nextInt(SCRIPTS.length)];
      int[] letters = script.codePoints().toArray();
      int length = 1 + random.nextInt(6);
      for (int l = 0; l < length; l++) {
        text.appendCodePoint(letters[random.nextInt(letters.length)]);
      }
      text.append(separator());
    }
    return text.toString();
  }
}
