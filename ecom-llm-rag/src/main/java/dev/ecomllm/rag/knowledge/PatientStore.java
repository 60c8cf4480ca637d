package dev.ecomllm.rag.knowledge;

import dev.ecomllm.rag.store.StoreException;
import dev.ecomllm.rag.store.StoredPassage;
import dev.ecomllm.rag.store.VectorStore;
import dev.ecomllm.rag.store.Where;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Writes to a store, again where that may help: whatever is written twice is there once. */
final class PatientStore {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private final VectorStore store;
  private final Duration patience;
  private final Consumer<Duration> pause;

  /** Waits for so long in all, each time that the store fails. */
  PatientStore(VectorStore store, Duration patience, Consumer<Duration> pause) {
    this.store = store;
    this.patience = patience;
    this.pause = pause;
  }

  void add(List<StoredPassage> passages, List<float[]> vectors) {
    insist(() -> store.add(passages, vectors));
  }

  void remove(Where where) {
    insist(() -> store.remove(where));
  }

  void flush() {
    insist(store::flush);
  }

  private void insist(Runnable write) {
    Duration waited = Duration.ZERO;
    Duration next = FIRST_PAUSE;
    while (true) {
      try {
        write.run();
        return;
      } catch (StoreException e) {
        if (!e.isRetryable() || waited.plus(next).compareTo(patience) > 0) {
          throw e;
        }
        pause.accept(next);
        waited = waited.plus(next);
        next =
            next.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : next.multipliedBy(2);
      }
    }
  }
}
