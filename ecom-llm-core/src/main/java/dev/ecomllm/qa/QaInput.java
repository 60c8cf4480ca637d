package dev.ecomllm.qa;

import java.util.List;

/**
 * A question with the passages that were found for it.
 *
 * @param request what was asked
 * @param passages what to answer from, best first
 */
record QaInput(QaRequest request, List<Passage> passages) {

  QaInput {
    passages = List.copyOf(passages);
  }
}
