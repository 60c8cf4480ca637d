package dev.ecomllm.bulk;

import dev.ecomllm.testing.VirtualTime;
import java.util.ArrayList;
import java.util.List;

/** Threads in virtual time. */
class SimulatedWorkers<T> implements Workers<T> {

  private final VirtualTime time;
  private final VirtualTime.Signal came = new VirtualTime.Signal();
  private List<T> results = new ArrayList<>();

  SimulatedWorkers(VirtualTime time) {
    this.time = time;
  }

  @Override
  public long nanoTime() {
    return time.nanoTime();
  }

  @Override
  public void start(Runnable work) {
    time.start(work);
  }

  @Override
  public void handBack(T result) {
    results.add(result);
  }

  @Override
  public void wake() {
    time.give(came);
  }

  @Override
  public List<T> await(long nanos) throws InterruptedException {
    if (results.isEmpty()) {
      time.await(came, nanos);
    }
    List<T> taken = results;
    results = new ArrayList<>();
    return taken;
  }

  @Override
  public void resize(int threads) {}

  @Override
  public void close() {}
}
