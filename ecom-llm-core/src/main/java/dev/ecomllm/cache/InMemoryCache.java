package dev.ecomllm.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ecomllm.client.ModelReply;
import java.util.Optional;

/** On Caffeine. */
final class InMemoryCache implements ResponseCache {

  private final Cache<String, ModelReply> replies;

  InMemoryCache(long maximumSize) {
    if (maximumSize < 1) {
      throw new IllegalArgumentException("a cache needs room for at least 1, not " + maximumSize);
    }
    replies = Caffeine.newBuilder().maximumSize(maximumSize).build();
  }

  @Override
  public Optional<ModelReply> get(String key) {
    return Optional.ofNullable(replies.getIfPresent(key));
  }

  @Override
  public void put(String key, ModelReply reply) {
    replies.put(key, reply);
  }
}
