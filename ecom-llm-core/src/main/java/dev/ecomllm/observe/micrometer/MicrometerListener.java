package dev.ecomllm.observe.micrometer;

import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.observe.Event;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Objects;

/**
 * What happens, as metrics. The first two follow OpenTelemetry's conventions for generative AI; a
 * product's id is in no tag, so their number is that of tasks times models times outcomes.
 *
 * <table>
 * <caption>Metrics</caption>
 * <tr><th>name</th><th>type</th><th>tags</th><th>what</th></tr>
 * <tr><td>{@code gen_ai.client.operation.duration}</td><td>timer</td><td>{@code
 * gen_ai.operation.name} (chat), {@code gen_ai.request.model}, {@code error.type} (none, or a kind
 * of failure)</td><td>each call of the model</td></tr>
 * <tr><td>{@code gen_ai.client.token.usage}</td><td>summary</td><td>{@code gen_ai.operation.name},
 * {@code gen_ai.request.model}, {@code gen_ai.token.type} (input, output)</td><td>tokens of each
 * call, where the server tells them</td></tr>
 * <tr><td>{@code ecomllm.question.duration}</td><td>timer</td><td>{@code task}, {@code model},
 * {@code outcome} (answered, cached, invalid_output, or a kind of failure)</td><td>each question,
 * waits included</td></tr>
 * <tr><td>{@code ecomllm.retries}</td><td>counter</td><td>{@code task}, {@code model}, {@code
 * cause} (a kind of failure)</td><td>calls that failed and were tried again</td></tr>
 * <tr><td>{@code ecomllm.asked.again}</td><td>counter</td><td>{@code task}, {@code
 * model}</td><td>unusable answers that the model was shown</td></tr>
 * </table>
 *
 * Kinds of failure are those of {@link ModelCallException.Kind} in lower case. Thread-safe.
 */
public final class MicrometerListener implements EcomLlmListener {

  private static final String NONE = "none";

  private final MeterRegistry registry;

  /** Records in this registry. */
  public MicrometerListener(MeterRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry");
  }

  @Override
  public void on(Event event) {
    if (event instanceof Event.Called call) {
      called(call);
    } else if (event instanceof Event.Answered answer) {
      question(event, answer.attempts() == 0 ? "cached" : "answered").record(answer.duration());
    } else if (event instanceof Event.Failed failed) {
      question(event, kind(failed.cause())).record(failed.duration());
    } else if (event instanceof Event.Retrying retry) {
      registry
          .counter("ecomllm.retries", about(event).and("cause", kind(retry.cause())))
          .increment();
    } else if (event instanceof Event.AskingAgain) {
      registry.counter("ecomllm.asked.again", about(event)).increment();
    }
  }

  private void called(Event.Called call) {
    Tags chat = Tags.of("gen_ai.operation.name", "chat", "gen_ai.request.model", call.model());
    Timer.builder("gen_ai.client.operation.duration")
        .tags(chat.and("error.type", call.failure().map(MicrometerListener::word).orElse(NONE)))
        .register(registry)
        .record(call.duration());
    if (call.usage().promptTokens() > 0) {
      tokens(chat, "input").record(call.usage().promptTokens());
      tokens(chat, "output").record(call.usage().completionTokens());
    }
  }

  private DistributionSummary tokens(Tags chat, String type) {
    return DistributionSummary.builder("gen_ai.client.token.usage")
        .baseUnit("token")
        .tags(chat.and("gen_ai.token.type", type))
        .register(registry);
  }

  private Timer question(Event event, String outcome) {
    return Timer.builder("ecomllm.question.duration")
        .tags(about(event).and("outcome", outcome))
        .register(registry);
  }

  private static Tags about(Event event) {
    return Tags.of("task", event.task(), "model", event.model());
  }

  private static String kind(EcomLlmException failure) {
    return failure instanceof ModelCallException call ? word(call.kind()) : "invalid_output";
  }

  private static String word(ModelCallException.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
