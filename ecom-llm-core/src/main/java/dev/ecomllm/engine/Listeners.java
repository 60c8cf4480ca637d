package dev.ecomllm.engine;

import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.observe.Event;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told what happens. What they throw is logged and dropped. */
record Listeners(List<EcomLlmListener> all) {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  Listeners {
    all = List.copyOf(all);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  void tell(Event event) {
    for (EcomLlmListener listener : all) {
      try {
        listener.on(event);
      } catch (Exception e) {
        // The class alone: a message may repeat what the listener was told.
        log.warn("listener {} threw {}", listener.getClass().getName(), e.getClass().getName());
      }
    }
  }
}
