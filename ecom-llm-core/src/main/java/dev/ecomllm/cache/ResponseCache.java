package dev.ecomllm.cache;

import dev.ecomllm.client.ModelReply;
import java.util.Optional;

/**
 * Replies that were accepted once, by the hash of everything that the answer depends on. Only
 * replies that a task could read are ever put here. Implementations are thread-safe.
 */
public interface ResponseCache {

  /** The reply under this key, if there is one. */
  Optional<ModelReply> get(String key);

  /** Keeps a reply. */
  void put(String key, ModelReply reply);

  /** A cache that keeps nothing. */
  static ResponseCache none() {
    return NoCache.INSTANCE;
  }

  /**
   * A cache in memory, with the least valuable entries dropped first.
   *
   * @param maximumSize entries, at least 1
   */
  static ResponseCache inMemory(long maximumSize) {
    return new InMemoryCache(maximumSize);
  }
}
