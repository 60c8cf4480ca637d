package dev.ecomllm.eval.dataset;

/** A row of a dataset that cannot be used. The message names file and line. */
public final class DatasetFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;

  /**
   * A row that cannot be used.
   *
   * @param file the file's name
   * @param line counted from 1
   * @param problem what is wrong, without any text of a product
   */
  public DatasetFormatException(String file, long line, String problem) {
    super(file + ":" + line + ": " + problem);
    this.file = file;
    this.line = line;
  }

  /** The file's name. */
  public String file() {
    return file;
  }

  /** Counted from 1. */
  public long line() {
    return line;
  }
}
