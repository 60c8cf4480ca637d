package dev.ecomllm.task;

import dev.ecomllm.error.ModelCallException;

/** How a server takes what it is asked, told try by try. Implementations are thread-safe. */
public interface ServerLoad {

  /** Tells the watcher of every try that ends from now on, whoever made it, until it is closed. */
  Watch watch(Watcher watcher);

  /** Is told how each try went, on the thread that made it, so be quick and throw nothing. */
  interface Watcher {

    /**
     * The server answered.
     *
     * @param nanos how long it took
     */
    void answered(long nanos);

    /**
     * It did not.
     *
     * @param nanos how long it took
     * @param failure why
     */
    void failed(long nanos, ModelCallException failure);
  }

  /** Ends the watching. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
