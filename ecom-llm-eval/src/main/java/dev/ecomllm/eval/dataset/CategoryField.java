package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.Optional;
import java.util.regex.Pattern;

/** A category in a row: its path, or its id as a number or as digits. */
public final class CategoryField {

  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

  private CategoryField() {}

  /** The category that a value names; empty if the tree has none such. */
  public static Optional<Category> read(JsonNode value, Taxonomy taxonomy) {
    if (value.isNumber()) {
      return value.canConvertToExactIntegral() && value.canConvertToLong()
          ? taxonomy.byId(value.longValue())
          : Optional.empty();
    }
    String text = value.asText().strip();
    return taxonomy.byPath(text).or(() -> byDigits(text, taxonomy));
  }

  /** The category of a row: by its id where there is one, else by its path. */
  public static Optional<Category> read(JsonNode row, String path, String id, Taxonomy taxonomy) {
    boolean hasId = row.hasNonNull(id) && !row.path(id).asText().isBlank();
    return read(row.path(hasId ? id : path), taxonomy);
  }

  /**
   * The category that a value names.
   *
   * @throws IllegalArgumentException if the tree has none such
   */
  public static Category require(JsonNode value, Taxonomy taxonomy) {
    return read(value, taxonomy)
        .orElseThrow(
            () -> new IllegalArgumentException("'" + value.asText() + "' is not in " + taxonomy));
  }

  private static Optional<Category> byDigits(String text, Taxonomy taxonomy) {
    return DIGITS.matcher(text).matches() ? taxonomy.byId(Long.parseLong(text)) : Optional.empty();
  }
}
