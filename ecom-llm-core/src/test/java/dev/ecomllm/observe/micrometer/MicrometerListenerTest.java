package dev.ecomllm.observe.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.observe.Events;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerListenerTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void recordsCallsAsOpenTelemetryNamesThem() {
    record();

    assertThat(
            registry
                .get("gen_ai.client.operation.duration")
                .tags("gen_ai.operation.name", "chat", "gen_ai.request.model", "m")
                .tag("error.type", "none")
                .timer()
                .count())
        .isEqualTo(2);
    assertThat(
            registry
                .get("gen_ai.client.operation.duration")
                .tag("error.type", "timed_out")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(100);
    assertThat(
            registry
                .get("gen_ai.client.token.usage")
                .tag("gen_ai.token.type", "input")
                .summary()
                .totalAmount())
        .isEqualTo(2_000);
    assertThat(
            registry
                .get("gen_ai.client.token.usage")
                .tag("gen_ai.token.type", "output")
                .summary()
                .totalAmount())
        .isEqualTo(30);
  }

  @Test
  void recordsQuestionsByTheirOutcome() {
    record();

    for (String outcome : new String[] {"answered", "cached"}) {
      assertThat(
              registry
                  .get("ecomllm.question.duration")
                  .tags("task", "classify", "model", "m", "outcome", outcome)
                  .timer()
                  .count())
          .isOne();
    }
    for (String outcome : new String[] {"rejected", "invalid_output"}) {
      assertThat(
              registry
                  .get("ecomllm.question.duration")
                  .tags("task", "qa", "outcome", outcome)
                  .timer()
                  .count())
          .isOne();
    }
    assertThat(registry.get("ecomllm.retries").tag("cause", "timed_out").counter().count()).isOne();
    assertThat(registry.get("ecomllm.asked.again").tag("task", "classify").counter().count())
        .isOne();
  }

  /** Their number must not grow with the products. */
  @Test
  void noTagNamesAProduct() {
    record();

    assertThat(registry.getMeters())
        .hasSize(10)
        .allSatisfy(meter -> assertThat(meter.getId().toString()).doesNotContain("sku"));
    record();
    assertThat(registry.getMeters()).hasSize(10);
  }

  private void record() {
    MicrometerListener listener = new MicrometerListener(registry);
    Events.ALL.forEach(listener::on);
  }
}
