package dev.ecomllm.classify;

import dev.ecomllm.product.Product;
import java.util.List;

/** Finds the categories worth asking about. Implementations are thread-safe. */
@FunctionalInterface
public interface CandidateSource {

  /**
   * The likeliest categories, best first, each once.
   *
   * @param limit at most so many, at least 1
   */
  List<Candidate> candidates(Product product, int limit);
}
