package dev.ecomllm.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.JournalException;
import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.ClassifierOptions;
import dev.ecomllm.classify.ModelClassifier;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.extract.ModelExtractor;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.ModelQa;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.task.Answerer;
import dev.ecomllm.task.ServerLoad;
import dev.ecomllm.taxonomy.Taxonomy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks that are several say of themselves, and runs over many items of them. */
class RoutedTest {

  private static final Failover FAILOVER = Failover.within(Duration.ofSeconds(30));

  @TempDir private Path folder;

  private final AtomicInteger calls = new AtomicInteger();
  private final TaskRunner runnerA = runner("a");
  private final TaskRunner runnerB = runner("b");
  private final ModelClassifier a = classifier(runnerA);
  private final ModelClassifier b = classifier(runnerB);

  private TaskRunner runner(String model) {
    return TaskRunner.of(
        ModelClient.of(
            model,
            (request, timeout) -> {
              calls.incrementAndGet();
              return ModelReply.of("A", model);
            }));
  }

  private static ModelClassifier classifier(TaskRunner runner) {
    return ModelClassifier.of(
        runner,
        ClassifierOptions.defaults(),
        (product, limit) -> List.of(new Candidate(Taxonomy.google().require(328), 0)));
  }

  private static Map<String, String> fingerprint(Object task) {
    assertThat(task).isInstanceOf(Answerer.class);
    return ((Answerer) task).fingerprint();
  }

  private long resumed(ProductClassifier classifier) {
    return Bulk.of(classifier)
        .journal(folder.resolve("journal"))
        .run(
            IntStream.range(0, 50).mapToObj(i -> Product.of("sku-" + i, "A lamp")).iterator(),
            outcome -> {})
        .resumed();
  }

  @Test
  void aFingerprintIsThatOfAllSidesInTheirOrder() {
    Map<String, String> both = fingerprint(FAILOVER.classifier(a, b));
    assertThat(both).containsEntry("1.model", "a").containsEntry("2.model", "b");
    a.fingerprint().forEach((name, value) -> assertThat(both).containsEntry("1." + name, value));
    assertThat(fingerprint(FAILOVER.classifier(b, a))).isNotEqualTo(both);
    assertThat(fingerprint(FAILOVER.classifier(a, b, a))).isNotEqualTo(both);
    assertThat(fingerprint(Failover.within(Duration.ofSeconds(1)).classifier(a, b)))
        .as("who answers later answers the same")
        .isEqualTo(both);
    assertThat(fingerprint(Split.of("x", 0.1).classifier(a, b)))
        .isNotEqualTo(both)
        .isEqualTo(fingerprint(Split.of("x", 0.1).classifier(a, b)))
        .isNotEqualTo(fingerprint(Split.of("y", 0.1).classifier(a, b)))
        .isNotEqualTo(fingerprint(Split.of("x", 0.2).classifier(a, b)));
  }

  @Test
  void aShadowSaysWhatItsFirstSideSays() {
    try (Shadow shadow = Shadow.atMost(1)) {
      ProductClassifier both = shadow.classifier(a, product -> a.classify(product), pair -> {});
      assertThat(fingerprint(both)).isEqualTo(a.fingerprint());
      assertThat(((Answerer) both).load()).isEqualTo(a.load());
    }
  }

  @Test
  void allTasksDo() {
    AttributeExtractor extractor = ModelExtractor.of(runnerA);
    ProductQa qa = ModelQa.of(runnerA);
    Split split = Split.of("x", 0.5);
    try (Shadow shadow = Shadow.atMost(1)) {
      assertThat(
              List.of(
                  FAILOVER.extractor(extractor, extractor),
                  FAILOVER.qa(qa, qa),
                  split.extractor(extractor, extractor),
                  split.qa(qa, qa),
                  shadow.extractor(extractor, extractor, pair -> {}),
                  shadow.qa(qa, qa, pair -> {})))
          .allSatisfy(
              task -> {
                assertThat(fingerprint(task)).isNotEmpty();
                assertThat(((Answerer) task).load()).isPresent();
              });
    }
    assertThat(((Answerer) FAILOVER.qa(qa, qa)).answers()).isEqualTo(((Answerer) qa).answers());
  }

  @Test
  void aSideThatSaysNothingMakesTheWholeSayNothing() {
    assertThat(FAILOVER.classifier(a, product -> b.classify(product)))
        .isNotInstanceOf(Answerer.class);
  }

  @Test
  void aRunOfSeveralKeepsAJournal() {
    assertThat(resumed(FAILOVER.classifier(a, b))).isZero();
    assertThat(calls).hasValue(50);
    assertThat(resumed(FAILOVER.classifier(a, b))).isEqualTo(50);
    assertThat(calls).hasValue(50);
    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> resumed(FAILOVER.classifier(b, a)))
        .withMessageContaining("1.model was 'a' and is 'b'");
  }

  @Test
  void theTriesOfAllServersAreTold() {
    AtomicInteger told = new AtomicInteger();
    ServerLoad.Watcher watcher =
        new ServerLoad.Watcher() {
          @Override
          public void answered(long nanos) {
            told.incrementAndGet();
          }

          @Override
          public void failed(long nanos, ModelCallException failure) {
            throw new AssertionError(failure);
          }
        };
    Split half = Split.of("x", 0.5);
    ProductClassifier different = half.classifier(a, b);
    Optional<ServerLoad> load = ((Answerer) different).load();
    try (ServerLoad.Watch watch = load.orElseThrow().watch(watcher)) {
      assertThat(watch).isNotNull();
      ask(different);
    }
    assertThat(told).hasValue(20);
    ask(different);
    assertThat(told).as("the watch is closed").hasValue(20);

    ProductClassifier same = half.classifier(a, classifier(runnerA));
    try (ServerLoad.Watch watch = ((Answerer) same).load().orElseThrow().watch(watcher)) {
      assertThat(watch).isNotNull();
      ask(same);
    }
    assertThat(told).as("one server is told of once").hasValue(40);
  }

  private static void ask(ProductClassifier classifier) {
    for (int i = 0; i < 20; i++) {
      classifier.classify(Product.of("sku-" + i, "A lamp"));
    }
  }
}
