package dev.ecomllm.taxonomy;

/** A line of a taxonomy file that cannot be read. The message names file, line and text. */
public final class TaxonomyFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int line;

  TaxonomyFormatException(String file, int line, String text, String problem) {
    super(file + ":" + line + ": " + problem + ": '" + shown(text) + "'");
    this.line = line;
  }

  /** The line's number, counted from 1. */
  public int line() {
    return line;
  }

  private static String shown(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "...";
  }
}
