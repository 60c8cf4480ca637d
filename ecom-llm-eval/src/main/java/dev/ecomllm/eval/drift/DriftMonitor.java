package dev.ecomllm.eval.drift;

import dev.ecomllm.eval.drift.Drift.Thresholds;
import dev.ecomllm.eval.drift.Window.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Production against one reference window. Thread-safe. */
public final class DriftMonitor {

  private final Window reference;
  private final Thresholds thresholds;
  private volatile Window current = new Window();

  /**
   * A monitor whose first window is empty.
   *
   * @param reference counted where quality is known, such as over the evaluated dataset
   */
  public DriftMonitor(Window reference, Thresholds thresholds) {
    this.reference = reference;
    this.thresholds = thresholds;
  }

  /** The window that production is counted in. */
  public Window current() {
    return current;
  }

  /** Begins a window, and returns the one that ended: call it at the pace of the shop, as daily. */
  public synchronized Window next() {
    Window ended = current;
    current = new Window();
    return ended;
  }

  /** All signals that both windows have counts of. */
  public List<Drift> drift() {
    return Arrays.stream(Signal.values()).map(this::drift).flatMap(Optional::stream).toList();
  }

  /** One signal; empty where a window has no counts of it. */
  public Optional<Drift> drift(Signal signal) {
    return Drift.of(signal, reference, current, thresholds);
  }
}
