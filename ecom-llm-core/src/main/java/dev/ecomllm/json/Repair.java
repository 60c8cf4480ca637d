package dev.ecomllm.json;

import java.util.Objects;

/**
 * One change that was made to a text to read it as JSON.
 *
 * @param kind what was wrong
 * @param offset where, in UTF-16 units of the text
 * @param before what stood there; {@code ""} where something was missing
 * @param after what it was read as; {@code ""} where it was dropped
 */
public record Repair(Kind kind, int offset, String before, String after) {

  /** Checks. */
  public Repair {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
  }

  /** What was wrong. */
  public enum Kind {
    /** Text around the JSON. */
    TEXT_AROUND
  }

  /** The kind, the place and the lengths: what a model wrote does not belong in logs. */
  @Override
  public String toString() {
    return kind
        + " at "
        + offset
        + ": "
        + before.length()
        + " -> "
        + after.length()
        + " characters";
  }
}
