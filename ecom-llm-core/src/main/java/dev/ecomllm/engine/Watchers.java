package dev.ecomllm.engine;

import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.task.ServerLoad;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who want to know of each try. */
final class Watchers implements ServerLoad {

  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  @Override
  public Watch watch(Watcher watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  void answered(long nanos) {
    for (Watcher watcher : watchers) {
      watcher.answered(nanos);
    }
  }

  void failed(long nanos, ModelCallException failure) {
    for (Watcher watcher : watchers) {
      watcher.failed(nanos, failure);
    }
  }
}
