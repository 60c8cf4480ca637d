package dev.ecomllm.cache;

import dev.ecomllm.client.ModelReply;
import java.util.Optional;

/** A fast cache in front of a larger one. */
record Layered(ResponseCache fast, ResponseCache large) implements ResponseCache {

  @Override
  public Optional<ModelReply> get(String key) {
    Optional<ModelReply> reply = fast.get(key);
    if (reply.isPresent()) {
      return reply;
    }
    Optional<ModelReply> found = large.get(key);
    found.ifPresent(value -> fast.put(key, value));
    return found;
  }

  @Override
  public void put(String key, ModelReply reply) {
    fast.put(key, reply);
    large.put(key, reply);
  }
}
