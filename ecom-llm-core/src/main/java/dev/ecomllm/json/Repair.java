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
    /** Text around the JSON: prose, Markdown fences, tags, an assignment or a call. */
    TEXT_AROUND(false),
    /** Several values one after the other, read as an array. */
    SEVERAL_VALUES(false),
    /** White space that JSON does not have. */
    SPACE(false),
    /** A comment. */
    COMMENT(false),
    /** A missing, doubled, leading or trailing comma, or another character in its place. */
    COMMA(false),
    /** Another character than a colon between key and value, or none. */
    COLON(false),
    /** Other quotes than {@code "}. */
    QUOTES(false),
    /** A key without quotes. */
    BARE_KEY(false),
    /** Another language's word for true, false or null. */
    LITERAL(false),
    /** A number in another notation. */
    NUMBER(false),
    /** A tuple or a set, read as an array. */
    TUPLE(false),
    /** A constructor, such as {@code ObjectId("1")}, read as its argument. */
    CALL(false),
    /** Strings joined by {@code +}. */
    CONCATENATION(false),
    /** An elision such as {@code ...}. */
    ELISION(false),
    /** A line break, a tab or another control character inside a string. */
    CONTROL_CHARACTER(false),
    /** A backslash that escapes nothing, or escapes in another language's way. */
    ESCAPE(false),
    /** The text ends too early: what was open is closed. */
    CUT_OFF(false),
    /** A key that stands twice in an object: the last one wins. */
    DUPLICATE_KEY(false),
    /** Changed to what the schema asks for. */
    COERCED(false),
    /** A quote inside a string that is not escaped. */
    INNER_QUOTE(true),
    /** A string that lacks its first or last quote. */
    MISSING_QUOTE(true),
    /** A string without quotes. */
    BARE_TEXT(true),
    /** A key without a value, read as null. */
    MISSING_VALUE(true),
    /** A bracket that is missing, doubled or of the wrong kind. */
    BRACKET(true),
    /** An object without its outer braces. */
    MISSING_BRACES(true),
    /** Text inside the JSON that is no part of it. */
    STRAY_TEXT(true);

    private final boolean guess;

    Kind(boolean guess) {
      this.guess = guess;
    }

    /** Whether the text has several readings: only AGGRESSIVE makes such a repair. */
    public boolean isGuess() {
      return guess;
    }
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
