package dev.ecomllm.cache;

import dev.ecomllm.client.ModelReply;
import java.util.Optional;

/** Keeps nothing. */
enum NoCache implements ResponseCache {
  INSTANCE;

  @Override
  public Optional<ModelReply> get(String key) {
    return Optional.empty();
  }

  @Override
  public void put(String key, ModelReply reply) {}
}
