package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One labelled example.
 *
 * @param id the row's own, or else made of its content, so that it stays when rows move
 * @param row the whole row: what is asked, and the right answer
 * @param tags the slices that it belongs to
 * @param product which product it is about, as far as texts tell; two cases of the same product are
 *     no independent evidence
 * @param group what a split must not tear apart: the row's {@code "group"}, or else the product
 */
public record Case(String id, JsonLines.Row row, Set<String> tags, String product, String group) {

  private static final Pattern NO_WORD =
      Pattern.compile("[^\\p{L}\\p{N}]+", Pattern.UNICODE_CHARACTER_CLASS);

  /** Copies. */
  public Case {
    tags = Set.copyOf(tags);
  }

  /**
   * The case of a row.
   *
   * @throws IllegalArgumentException if a text or the tags are something else
   */
  static Case of(JsonLines.Row row) {
    ObjectNode object = row.object();
    String product = product(object);
    String group = ProductRows.text(object, "group");
    return new Case(row.id(), row, row.tags(), product, group.isBlank() ? product : group);
  }

  /**
   * What a task is asked about.
   *
   * @throws IllegalArgumentException if the row lacks something
   */
  public <I> I input(TaskRows<I, ?> rows) {
    return rows.read(row);
  }

  /** The row's labels and texts. */
  public ObjectNode object() {
    return row.object();
  }

  /** By GTIN where there is one; else by title, without what is not letter or digit. */
  private static String product(ObjectNode row) {
    String gtin = ProductRows.text(row, "gtin");
    if (!gtin.isBlank()) {
      return "gtin " + gtin.strip();
    }
    String title = ProductRows.text(row, row.hasNonNull("product") ? "product" : "title");
    String words = NO_WORD.matcher(title).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    return words.isEmpty() ? row.path("id").asText() : words;
  }
}
