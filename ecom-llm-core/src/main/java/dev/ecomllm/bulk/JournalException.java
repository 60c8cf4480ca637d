package dev.ecomllm.bulk;

import java.nio.file.Path;

/**
 * A journal cannot be used. The message says which, where and why; nothing in the file was changed.
 * A disk that fails is an {@link java.io.UncheckedIOException} instead.
 */
public final class JournalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Problem problem;

  JournalException(Problem problem, Path journal, String message) {
    super("journal " + journal + ": " + message);
    this.problem = problem;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }

  /** What can be wrong with a journal. */
  public enum Problem {
    /** Another run has it open. */
    IN_USE,
    /** It is no journal, or some line of it is damaged; a torn last line is not damage. */
    CORRUPT,
    /** It was written by a version of this library that keeps journals in another way. */
    OTHER_VERSION,
    /** It belongs to a run of another model, prompt, taxonomy or input. */
    OTHER_RUN
  }
}
