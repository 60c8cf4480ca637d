package dev.ecomllm.rag.offline;

import dev.ecomllm.extract.Evidence;
import dev.ecomllm.extract.EvidenceFinder;
import dev.ecomllm.extract.normal.Words;
import dev.ecomllm.product.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that stand behind their attribute's name: "Material: oak". */
final class Labels {

  private static final int MOST_CHARACTERS = 10_000;
  private static final Pattern LABEL =
      Pattern.compile(
          "(?:^|[\\n\\r;.|,•*(]|\\s-\\s)\\s*(\\p{L}[\\p{L} /_-]{1,28}?)\\s?[:：]\\s*"
              + "([^\\n\\r;|•]{1,80}?)(?=\\s*(?:[\\n\\r;|•)]|[.,](?:\\s|$)|\\s-\\s|$))");
  private static final Set<String> NO_ATTRIBUTES =
      Set.of(
          "note",
          "description",
          "feature",
          "warning",
          "http",
          "https",
          "include",
          "specification",
          "title",
          "bullet",
          "product highlight",
          "product detail",
          "product type",
          "tip");

  private Labels() {}

  /**
   * A labelled value.
   *
   * @param label the key of its name
   * @param evidence where it stands
   */
  record Labelled(String label, Evidence evidence) {
    /** The label as an attribute's name: screen_size. */
    String commonName() {
      return label.replace(' ', '_');
    }
  }

  static List<Labelled> in(Product product) {
    List<Labelled> labelled = new ArrayList<>();
    for (Map.Entry<String, String> field : product.fields().entrySet()) {
      String key = Words.key(field.getKey().replace('_', ' '));
      String value = field.getValue().strip();
      if (!value.isEmpty() && value.length() <= 100 && !NO_ATTRIBUTES.contains(key)) {
        int start = field.getValue().indexOf(value);
        labelled.add(
            new Labelled(
                key, Evidence.at(field.getKey(), field.getValue(), start, start + value.length())));
      }
    }
    EvidenceFinder.fieldsOf(product).forEach((field, text) -> inText(field, text, labelled));
    return labelled;
  }

  private static void inText(String field, String whole, List<Labelled> labelled) {
    String text = whole.substring(0, Math.min(whole.length(), MOST_CHARACTERS));
    Matcher matcher = LABEL.matcher(text);
    int at = 0;
    while (at <= text.length() && matcher.find(at)) {
      String key = Words.key(matcher.group(1).replace('_', ' '));
      if (!key.isEmpty() && !NO_ATTRIBUTES.contains(key) && !matcher.group(2).isBlank()) {
        labelled.add(new Labelled(key, Evidence.at(field, text, matcher.start(2), matcher.end(2))));
      }
      at = Math.max(matcher.end(2), at + 1);
    }
  }
}
