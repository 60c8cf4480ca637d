package dev.ecomllm.examples.quickstart;

import com.sun.net.httpserver.HttpServer;
import dev.ecomllm.EcomLlm;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.eval.drift.Drift;
import dev.ecomllm.eval.drift.DriftGauges;
import dev.ecomllm.eval.drift.DriftMonitor;
import dev.ecomllm.eval.drift.Window;
import dev.ecomllm.observe.micrometer.MicrometerListener;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.route.Failover;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What {@code examples/monitoring} shows: metrics of questions, of calls of the model and of drift,
 * at {@code http://localhost:9464/metrics}. Asks about the catalogue over and over. Run with {@code
 * -Dexec.mainClass=dev.ecomllm.examples.quickstart.WithMetrics
 * -Dexec.args=http://localhost:8000/v1}.
 */
public final class WithMetrics {

  private static final int PORT = 9464;

  private WithMetrics() {}

  /** Asks the endpoint given, or a local one, until it is interrupted. */
  public static void main(String[] args) throws IOException {
    URI endpoint = URI.create(args.length > 0 ? args[0] : "http://localhost:8000/v1");
    PrometheusMeterRegistry registry = registry();
    HttpServer server = serve(registry, PORT);
    EmbeddedEcomLlm embedded = EmbeddedEcomLlm.open();
    try (EcomLlm llm =
        EcomLlm.builder()
            .endpoint(endpoint)
            .model("ecom-mistral-7b")
            .candidates(embedded.categories())
            .listener(new MicrometerListener(registry))
            .build()) {
      System.out.println("metrics at http://localhost:" + PORT + "/metrics");
      ProductClassifier classifier =
          Failover.within(Duration.ofSeconds(10))
              .classifier(llm.classifier(), embedded.classifier());
      // The reference is counted where quality is known; here, by the embedded engine.
      DriftMonitor drift = monitor(registry, reference(embedded.classifier()));
      while (!Thread.currentThread().isInterrupted()) {
        ask(classifier, drift);
      }
    } finally {
      server.stop(0);
    }
  }

  /** With histograms, from which Prometheus computes percentiles over all instances. */
  static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public DistributionStatisticConfig configure(
                  Meter.Id id, DistributionStatisticConfig config) {
                return id.getType() == Meter.Type.TIMER
                    ? DistributionStatisticConfig.builder()
                        .percentilesHistogram(true)
                        .build()
                        .merge(config)
                    : config;
              }
            });
    return registry;
  }

  static DriftMonitor monitor(PrometheusMeterRegistry registry, Window reference) {
    DriftMonitor monitor = new DriftMonitor(reference, Drift.Thresholds.USUAL);
    new DriftGauges(monitor).bindTo(registry);
    return monitor;
  }

  static Window reference(ProductClassifier classifier) throws IOException {
    Window reference = new Window();
    for (Catalogue.Item item : Catalogue.items()) {
      reference.add(classifier.classify(item.product()));
    }
    return reference;
  }

  static void ask(ProductClassifier classifier, DriftMonitor drift) throws IOException {
    for (Catalogue.Item item : Catalogue.items()) {
      Classification answer = classifier.classify(item.product());
      drift.current().add(answer);
    }
  }

  private static HttpServer serve(PrometheusMeterRegistry registry, int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] page = registry.scrape().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, page.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(page);
          }
        });
    server.start();
    return server;
  }
}
