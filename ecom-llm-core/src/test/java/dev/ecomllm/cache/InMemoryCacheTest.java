package dev.ecomllm.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.client.ModelReply;
import org.junit.jupiter.api.Test;

class InMemoryCacheTest extends ResponseCacheContract {

  @Override
  protected ResponseCache cache() {
    return ResponseCache.inMemory(2_000);
  }

  @Test
  void needsRoom() {
    assertThatThrownBy(() -> ResponseCache.inMemory(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a cache needs room for at least 1, not 0");
  }

  @Test
  void noCacheKeepsNothing() {
    ResponseCache none = ResponseCache.none();
    none.put("key", ModelReply.of("x", "m"));

    assertThat(none.get("key")).isEmpty();
  }
}
