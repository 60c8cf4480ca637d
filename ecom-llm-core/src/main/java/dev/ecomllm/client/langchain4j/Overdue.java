package dev.ecomllm.client.langchain4j;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Cancels exchanges whose time is up. A blocking socket limits each read, not the whole, so a
 * daemon thread looks at all of them every few milliseconds; it ends when there have been none for
 * a while. Cheaper than a timer, which would have to be woken for every call.
 */
final class Overdue {

  private static final long LOOK_MILLIS = 5;
  private static final int IDLE_LOOKS = 2_000;

  private final Map<Cancellable, Long> ends = new ConcurrentHashMap<>();
  private final AtomicBoolean watching = new AtomicBoolean();

  /** Cancels the exchange at that time of {@link System#nanoTime()}, unless it is done before. */
  void watch(Cancellable exchange, long end) {
    ends.put(exchange, end);
    if (!watching.get() && watching.compareAndSet(false, true)) {
      Thread thread = new Thread(this::look, "ecom-llm-overdue");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** The exchange is done; tells whether it was in time. */
  boolean done(Cancellable exchange) {
    return ends.remove(exchange) != null;
  }

  private void look() {
    int idle = 0;
    while (idle < IDLE_LOOKS || !stop()) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        // Nobody has a reason to; whoever waits relies on this thread.
      }
      idle = ends.isEmpty() ? idle + 1 : 0;
      long now = System.nanoTime();
      ends.forEach(
          (exchange, end) -> {
            if (end - now <= 0 && ends.remove(exchange) != null) {
              exchange.cancel();
            }
          });
    }
  }

  /** Whether to end: not if an exchange came while this thread was about to. */
  private boolean stop() {
    watching.set(false);
    return ends.isEmpty() || !watching.compareAndSet(false, true);
  }
}
