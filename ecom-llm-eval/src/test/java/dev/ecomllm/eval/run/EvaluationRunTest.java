package dev.ecomllm.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.QaRows;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.QaRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationRunTest {

  @TempDir Path folder;

  private final Dataset dataset = Dataset.sample("qa");
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  private Answer unknown(QaRequest request) {
    asked.add(request.question());
    return new Answer.Unknown(
        request.product().id(),
        Answer.Reason.NOT_ANSWERED,
        OptionalDouble.of(0.25),
        List.of(0, 1),
        "stub");
  }

  private EvaluationRun<QaRequest, Answer> run(Function<QaRequest, Answer> task) {
    return EvaluationRun.of(dataset, new QaRows(), task)
        .concurrency(1)
        .with("model", "stub")
        .with("prompt", "abc");
  }

  private Path file() {
    return folder.resolve("run.jsonl");
  }

  @Test
  void writesARowForEachCaseAndAManifestBeside() throws IOException {
    RunResult result = run(this::unknown).run(file());

    assertThat(Files.readAllLines(file()))
        .hasSize(8)
        .first()
        .isEqualTo(
            "{\"id\":\"q1\",\"answerable\":false,\"confidence\":0.25,\"answer\":\"\","
                + "\"citations\":[],\"ranked\":[0,1],\"answeredBy\":\"stub\"}");
    assertThat(result.failed()).isZero();
    assertThat(result.kept()).isZero();
    RunManifest manifest = RunManifest.read(file());
    assertThat(manifest).isEqualTo(result.manifest());
    assertThat(manifest.sha256()).isEqualTo(dataset.sha256());
    assertThat(manifest.cases()).isEqualTo(8);
    assertThat(manifest.task()).isEqualTo(Map.of("model", "stub", "prompt", "abc"));
    assertThat(manifest.versions()).containsKeys("ecom-llm", "java");
  }

  @Test
  void countsFailuresApartAndAsksThemAgain() throws IOException {
    RunResult first =
        run(request -> {
              if (request.question().startsWith("Does it smell")) {
                throw ModelCallException.of(ModelCallException.Kind.TIMED_OUT, "slow", null);
              }
              if (request.question().startsWith("Are they")) {
                throw new InvalidOutputException("no JSON", "hm");
              }
              return unknown(request);
            })
            .run(file());
    assertThat(first.failed()).isEqualTo(1);
    assertThat(Files.readString(file())).contains("TIMED_OUT", "INVALID_OUTPUT");
    asked.clear();

    RunResult second = run(this::unknown).run(file());

    assertThat(asked).containsExactly("Does it smell of rubber?");
    assertThat(second.kept()).isEqualTo(7);
    assertThat(second.failed()).isZero();
    assertThat(Files.readAllLines(file()))
        .extracting(line -> line.substring(7, 9))
        .containsExactly("q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8");
  }

  @Test
  void anInterruptedRunGoesOnWhereItStopped() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                run(request -> {
                      if (calls.incrementAndGet() == 4) {
                        Thread.currentThread().interrupt();
                        throw new Error("the JVM dies");
                      }
                      return unknown(request);
                    })
                    .run(file()))
        .isInstanceOf(Throwable.class);
    int done = Files.readAllLines(file()).size();
    assertThat(done).isBetween(1, 3);
    Files.writeString(file(), Files.readString(file()) + "{\"id\":\"q8\",\"answ");
    asked.clear();

    RunResult result = run(this::unknown).run(file());

    assertThat(result.kept()).isEqualTo(done);
    assertThat(asked).hasSize(8 - done);
    assertThat(Files.readAllLines(file())).hasSize(8);
  }

  @Test
  void doesNotMixRuns() throws IOException {
    run(this::unknown).run(file());

    assertThatThrownBy(() -> run(this::unknown).with("prompt", "xyz").run(file()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prompt was abc and is xyz");
    assertThatThrownBy(
            () -> EvaluationRun.of(dataset.slice("home"), new QaRows(), this::unknown).run(file()))
        .hasMessageContaining("dataset was " + dataset.sha256());
    assertThatThrownBy(
            () -> {
              Files.delete(folder.resolve("run.jsonl.manifest.json"));
              run(this::unknown).run(file());
            })
        .hasMessageContaining("no manifest");
  }

  @Test
  void namesTheCasesThatAreAnsweredDifferentlyTheSecondTime() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    RunResult result =
        run(request ->
                new Answer.Unknown(
                    request.product().id(),
                    Answer.Reason.NOT_ANSWERED,
                    OptionalDouble.of(
                        request.question().startsWith("Does it contain")
                            ? 1.0 / calls.incrementAndGet()
                            : 0.5),
                    List.of(),
                    "stub"))
            .askTwice(4)
            .run(file());

    assertThat(result.determinism()).isEqualTo(new Determinism(4, Set.of("q1")));
    assertThat(result.determinism().isDeterministic()).isFalse();
    assertThat(run(this::unknown).askTwice(99).run(folder.resolve("b")).determinism())
        .isEqualTo(new Determinism(8, Set.of()));
  }

  @Test
  void theBuiltInTasksDescribeThemselves() throws IOException {
    try (EcomLlm llm =
        EcomLlm.builder()
            .client(
                ModelClient.of(
                    "stub",
                    (request, timeout) -> ModelReply.of("Hardware > Tools > Drills", "stub")))
            .build()) {
      RunResult run =
          EvaluationRun.classify(Dataset.sample("classify").slice("home"), llm.classifier())
              .run(file());
      assertThat(run.failed()).isZero();
      assertThat(run.manifest().task()).containsKeys("model", "prompt", "taxonomy");
      assertThat(Files.readString(file())).contains("Hardware > Tools > Drills", "\"prompt\":");
      assertThat(
              EvaluationRun.extract(Dataset.sample("extract"), llm.extractor())
                  .run(folder.resolve("e"))
                  .manifest()
                  .task())
          .containsEntry("model", "stub");
      assertThat(EvaluationRun.qa(dataset, llm.qa()).run(folder.resolve("q")).manifest().task())
          .containsEntry("model", "stub");
    }
    assertThat(
            EvaluationRun.qa(dataset, this::unknown)
                .run(folder.resolve("lambda"))
                .manifest()
                .task())
        .isEmpty();
  }
}
