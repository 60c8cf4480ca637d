package dev.ecomllm.json;

import java.util.Objects;

/**
 * How to repair. Immutable; {@link #DEFAULT} is refined by the {@code with...} copies.
 *
 * @param level how far a repair may go; AGGRESSIVE by default
 * @param truncated whether the answer is known to be cut off at its end, as when the server says
 *     {@code finish_reason=length}; false by default: it is found out from the text
 * @param schema what the value must look like; anything by default
 * @param maxDepth how deep arrays and objects may nest: 1 to 1,000, by default 512; deeper text is
 *     an error
 */
public record RepairOptions(RepairLevel level, boolean truncated, JsonSchema schema, int maxDepth) {

  /** Aggressive, not known to be cut off, any schema, 512 levels. */
  public static final RepairOptions DEFAULT =
      new RepairOptions(RepairLevel.AGGRESSIVE, false, JsonSchema.ANY, 512);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the depth is not within 1 to 1,000
   */
  public RepairOptions {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(schema, "schema");
    if (maxDepth < 1 || maxDepth > 1000) {
      throw new IllegalArgumentException("maxDepth must be 1 to 1000, not " + maxDepth);
    }
  }

  /** A copy with another level. */
  public RepairOptions withLevel(RepairLevel level) {
    return new RepairOptions(level, truncated, schema, maxDepth);
  }

  /** A copy that knows whether the answer was cut off. */
  public RepairOptions withTruncated(boolean truncated) {
    return new RepairOptions(level, truncated, schema, maxDepth);
  }

  /** A copy with another schema. */
  public RepairOptions withSchema(JsonSchema schema) {
    return new RepairOptions(level, truncated, schema, maxDepth);
  }

  /** A copy with another depth. */
  public RepairOptions withMaxDepth(int maxDepth) {
    return new RepairOptions(level, truncated, schema, maxDepth);
  }
}
