package dev.ecomllm.eval.drift;

import dev.ecomllm.eval.drift.Window.Signal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * Drift as Micrometer gauges: {@code ecomllm.drift.psi}, {@code ecomllm.drift.jensen_shannon} and
 * {@code ecomllm.drift.window} (counts in the current window), each with the tag {@code signal};
 * NaN while there are no counts. Needs micrometer-core, which is an optional dependency.
 */
public final class DriftGauges implements MeterBinder {

  private final DriftMonitor monitor;

  /** Gauges of a monitor, which they keep alive. */
  public DriftGauges(DriftMonitor monitor) {
    this.monitor = monitor;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Signal signal : Signal.values()) {
      gauge(registry, "psi", "Population stability index", signal, Drift::psi);
      gauge(registry, "jensen_shannon", "Jensen-Shannon distance", signal, Drift::jensenShannon);
      gauge(registry, "window", "Counts in the current window", signal, Drift::now);
    }
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      Signal signal,
      ToDoubleFunction<Drift> value) {
    Gauge.builder(
            "ecomllm.drift." + name,
            monitor,
            each -> each.drift(signal).map(value::applyAsDouble).orElse(Double.NaN))
        .description(description)
        .tag("signal", signal.label())
        .strongReference(true)
        .register(registry);
  }
}
