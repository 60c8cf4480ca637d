package dev.ecomllm.engine;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.observe.Event;
import java.util.List;
import java.util.function.Consumer;
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
    each(listener -> listener.on(event));
  }

  void tellReply(ModelRequest request, ModelReply reply) {
    each(listener -> listener.onReply(request, reply));
  }

  private void each(Consumer<EcomLlmListener> telling) {
    for (EcomLlmListener listener : all) {
      try {
        telling.accept(listener);
      } catch (Exception e) {
        // The class alone: a message may repeat what the listener was told.
        log.warn("listener {} threw {}", listener.getClass().getName(), e.getClass().getName());
      }
    }
  }
}
