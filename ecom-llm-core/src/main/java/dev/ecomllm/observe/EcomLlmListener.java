package dev.ecomllm.observe;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;

/**
 * Is told what happens. Called on the thread that makes the call, so be quick; what it throws is
 * logged and dropped. Implementations are thread-safe.
 */
@FunctionalInterface
public interface EcomLlmListener {

  /** Something happened. */
  void on(Event event);

  /**
   * A reply came, usable or not: all that was asked, and all that the model wrote. Events leave out
   * these texts of products and customers; whoever takes them here sees to it that they stay where
   * they may be, which is no log. Nothing by default.
   */
  default void onReply(ModelRequest request, ModelReply reply) {}
}
