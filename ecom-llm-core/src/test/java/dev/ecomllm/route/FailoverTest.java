package dev.ecomllm.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.engine.CallSettings;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.engine.Timing;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ModelExtractor;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.qa.QaRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailoverTest {

  private static final Failover FAILOVER = Failover.within(Duration.ofSeconds(30));

  private final ProductClassifier good = product -> Sides.classification(product.id(), "good");
  private final ProductClassifier spare = product -> Sides.classification(product.id(), "spare");

  @Test
  void theFirstAnswersWhileItCan() {
    assertThat(FAILOVER.classifier(good, spare).classify(Sides.PRODUCT).answeredBy())
        .isEqualTo("good");
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "INTERRUPTED")
  void theNextAnswersWhereNoAnswerComes(Kind kind) {
    assertThat(
            FAILOVER
                .classifier(failing(kind), failing(kind), spare, good)
                .classify(Sides.PRODUCT)
                .answeredBy())
        .isEqualTo("spare");
  }

  @Test
  void theNextAnswersWhereTheAnswerIsUnusable() {
    ProductClassifier babbling =
        product -> {
          throw new InvalidOutputException("expected a path", "no idea");
        };

    assertThat(FAILOVER.classifier(babbling, spare).classify(Sides.PRODUCT).answeredBy())
        .isEqualTo("spare");
  }

  @Test
  void anInterruptAndAMistakeOfTheCallerAreNobodysFailure() {
    assertThatThrownBy(
            () -> FAILOVER.classifier(failing(Kind.INTERRUPTED), spare).classify(Sides.PRODUCT))
        .hasMessage("INTERRUPTED");
    ProductClassifier mistaken =
        product -> {
          throw new IllegalArgumentException("mistake");
        };
    assertThatThrownBy(() -> FAILOVER.classifier(mistaken, spare).classify(Sides.PRODUCT))
        .hasMessage("mistake");
  }

  @Test
  void ifAllFailTheLastFailureTellsOfTheOthers() {
    ModelCallException failure =
        catchThrowableOfType(
            ModelCallException.class,
            () ->
                FAILOVER
                    .classifier(failing(Kind.TIMED_OUT), failing(Kind.REJECTED))
                    .classify(Sides.PRODUCT));

    assertThat(failure).hasMessage("REJECTED");
    assertThat(failure.getSuppressed()).singleElement().asString().endsWith("TIMED_OUT");
  }

  @Test
  void standsInForAllTasks() {
    AttributeExtractor noExtractor =
        request -> {
          throw failure(Kind.TRANSIENT);
        };
    AttributeExtractor extractor = request -> Sides.attributes(request.product().id(), "spare");
    ProductQa noQa =
        request -> {
          throw failure(Kind.TRANSIENT);
        };
    ProductQa qa = request -> Sides.answer(request.product().id(), "spare");

    assertThat(FAILOVER.extractor(noExtractor, extractor).extract(Sides.PRODUCT).answeredBy())
        .isEqualTo("spare");
    assertThat(FAILOVER.qa(noQa, qa).ask(Sides.PRODUCT, "Is it red?").answeredBy())
        .isEqualTo("spare");
  }

  /** Of 30 seconds a model gets 10, the next 10 of 20, the last all of the rest. */
  @Test
  void allSidesShareOneDeadline() {
    SteppingClock clock = new SteppingClock();
    List<Duration> timeouts = new ArrayList<>();
    AttributeExtractor slow =
        model(
            clock,
            (request, timeout) -> {
              timeouts.add(timeout);
              clock.advance(timeout);
              throw ModelCallException.of(Kind.TIMED_OUT, "slow", null);
            });
    AttributeExtractor quick =
        model(
            clock,
            (request, timeout) -> {
              timeouts.add(timeout);
              return ModelReply.of("{}", "quick");
            });

    String answeredBy =
        Failover.within(Duration.ofSeconds(30), clock)
            .extractor(slow, slow, quick)
            .extract(ExtractRequest.open(Sides.PRODUCT))
            .answeredBy();

    assertThat(answeredBy).isEqualTo("quick");
    assertThat(timeouts)
        .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10));

    timeouts.clear();
    Failover.within(Duration.ofSeconds(8), clock)
        .extractor(
            request -> {
              throw failure(Kind.TRANSIENT);
            },
            quick)
        .extract(ExtractRequest.open(Sides.PRODUCT));
    assertThat(timeouts).as("what the first did not use").containsExactly(Duration.ofSeconds(8));
  }

  @Test
  void needsTime() {
    assertThatThrownBy(() -> Failover.within(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void answersQuestionsWithoutTheirOwnDeadlineToo() {
    ProductQa qa = request -> Sides.answer(request.product().id(), "embedded");

    assertThat(
            FAILOVER
                .qa(
                    request -> {
                      throw failure(Kind.CIRCUIT_OPEN);
                    },
                    qa)
                .ask(QaRequest.of(Sides.PRODUCT, "Is it red?"))
                .answeredBy())
        .isEqualTo("embedded");
  }

  private static ProductClassifier failing(Kind kind) {
    return product -> {
      throw failure(kind);
    };
  }

  private static ModelCallException failure(Kind kind) {
    return ModelCallException.of(kind, kind.name(), null);
  }

  private static AttributeExtractor model(
      Timing timing, BiFunction<ModelRequest, Duration, ModelReply> call) {
    return ModelExtractor.of(
        new TaskRunner(
            ModelClient.of("m", call),
            CallSettings.DEFAULTS,
            ResponseCache.none(),
            List.of(),
            timing));
  }

  private static final class SteppingClock implements Timing {

    private long now;

    void advance(Duration time) {
      now += time.toNanos();
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void sleep(Duration pause) {
      advance(pause);
    }

    @Override
    public double random() {
      return 0;
    }
  }
}
