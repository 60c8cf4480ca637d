package dev.ecomllm.task;

import dev.ecomllm.taxonomy.Taxonomy;
import java.util.Map;
import java.util.Optional;

/**
 * A classifier, extractor or anything else that says who answers. Runs over many items use it: to
 * keep answers in a journal, and to find out how much a server can take. All built-in ones are
 * this; a wrapper around one passes on what it says.
 */
public interface Answerer {

  /**
   * All that its answers depend on besides the question, by name, such as {@code task}, {@code
   * model}, {@code prompt} and {@code taxonomy}. Two with the same entries answer alike; long texts
   * stand there as a hash.
   */
  Map<String, String> fingerprint();

  /** What its answers are: a record, or an interface sealed over records. */
  Class<?> answers();

  /** The tree that the categories in its answers belong to, if there are any. */
  default Optional<Taxonomy> taxonomy() {
    return Optional.empty();
  }

  /** The server behind it; nothing where this JVM does the work itself. */
  default Optional<ServerLoad> load() {
    return Optional.empty();
  }
}
