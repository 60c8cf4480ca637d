package dev.ecomllm.observe;

/**
 * Is told what happens. Called on the thread that makes the call, so be quick; what it throws is
 * logged and dropped. Implementations are thread-safe.
 */
@FunctionalInterface
public interface EcomLlmListener {

  /** Something happened. */
  void on(Event event);
}
