package dev.ecomllm.qa;

import java.util.List;

/** Finds what is known of a product that bears on a question. Implementations are thread-safe. */
@FunctionalInterface
public interface KnowledgeSource {

  /**
   * The passages that bear on the question, best first.
   *
   * @param limit at most so many, at least 1
   */
  List<Passage> passages(QaRequest request, int limit);
}
