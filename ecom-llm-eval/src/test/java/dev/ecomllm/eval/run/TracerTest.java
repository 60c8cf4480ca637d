package dev.ecomllm.eval.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.EcomLlm;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.calibration.CalibrationScope;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelReply.Finish;
import dev.ecomllm.client.ModelReply.Usage;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.eval.dataset.ClassifyRows;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.dataset.QaRows;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.ProductQa;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracerTest {

  private static final ClassifyRows CLASSIFY =
      new ClassifyRows(new CalibrationScope("classify", "stub", "p", "t"));

  @TempDir Path folder;

  private final AtomicLong clock = new AtomicLong();
  private final Tracer tracer = new Tracer(clock::get);

  /** Each call takes a quarter of a second. */
  private EcomLlm llm(Function<ModelRequest, String> model) {
    return EcomLlm.builder()
        .client(
            ModelClient.of(
                "stub",
                (request, timeout) -> {
                  clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));
                  return new ModelReply(
                      model.apply(request), Finish.STOP, List.of(), new Usage(90, 0, 7), "stub");
                }))
        .maxAttempts(1)
        .listener(tracer)
        .build();
  }

  private static String shown(ModelRequest request) {
    return request.prompt().messages().get(0).text();
  }

  private List<JsonNode> rows(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(JsonLines.MAPPER.readTree(line));
    }
    return rows;
  }

  @Test
  void eachRowHasItsOwnPromptAndReply() throws IOException {
    Dataset gold = Dataset.sample("classify");
    List<String> prompts = Collections.synchronizedList(new ArrayList<>());
    try (EcomLlm llm =
        llm(
            request -> {
              prompts.add(shown(request));
              return "Hardware > Tools > Drills";
            })) {
      EvaluationRun.classify(gold, llm.classifier())
          .concurrency(4)
          .traced(tracer)
          .askTwice(3)
          .run(folder.resolve("run.jsonl"));
    }

    List<JsonNode> rows = rows(folder.resolve("run.jsonl"));
    assertThat(rows).hasSize(gold.size());
    for (int i = 0; i < rows.size(); i++) {
      JsonNode trace = rows.get(i).path("trace");
      assertThat(trace.path("prompt").asText())
          .startsWith("[CLASSIFY]")
          .contains(gold.cases().get(i).object().path("title").asText());
      assertThat(trace.path("reply").asText()).isEqualTo("Hardware > Tools > Drills");
      assertThat(trace.path("millis").asDouble()).isGreaterThanOrEqualTo(250);
      assertThat(trace.path("promptTokens").asInt()).isEqualTo(90);
      assertThat(trace.path("completionTokens").asInt()).isEqualTo(7);
    }
    assertThat(prompts).hasSize(gold.size() + 6);
  }

  @Test
  void tracesMakeNoDifferenceBetweenAnswers() throws IOException {
    try (EcomLlm llm = llm(request -> "Hardware > Tools > Drills")) {
      RunResult run =
          EvaluationRun.classify(Dataset.sample("classify"), llm.classifier())
              .concurrency(1)
              .traced(tracer)
              .askTwice(5)
              .run(folder.resolve("run.jsonl"));

      assertThat(run.determinism()).isEqualTo(new Determinism(5, Set.of()));
    }
  }

  @Test
  void ofSeveralCallsTheLastConversationAndAllTokens() {
    try (EcomLlm llm = llm(request -> "no category at all")) {
      RowTask<?, ?> task = classifying(llm);
      ObjectNode row = only(task, "{\"id\":\"1\",\"title\":\"Cordless drill\"}");

      assertThat(row.path("error").path("kind").asText()).isEqualTo("INVALID_OUTPUT");
      JsonNode trace = row.path("trace");
      assertThat(trace.path("calls").asInt()).isEqualTo(2);
      assertThat(trace.path("promptTokens").asInt()).isEqualTo(180);
      assertThat(trace.path("millis").asDouble()).isEqualTo(500);
      assertThat(trace.path("prompt").asText())
          .startsWith("[user]\n[CLASSIFY]")
          .contains("[assistant]\nno category at all\n\n[user]\n");
    }
  }

  @Test
  void aRowWithoutACallHasMillisecondsAlone() {
    ProductQa qa =
        request -> {
          clock.addAndGet(1_234_567);
          return new Answer.Unknown(
              request.product().id(),
              Answer.Reason.NOT_ANSWERED,
              OptionalDouble.empty(),
              List.of(),
              "stub");
        };
    ObjectNode row =
        only(
            RowTask.of(new QaRows(), qa).traced(tracer),
            "{\"id\":\"1\",\"product\":\"Mug\",\"question\":\"Is it blue?\"}");

    assertThat(row.path("trace").toString()).isEqualTo("{\"millis\":1.235}");
  }

  @Test
  void failuresAndBadRowsAreRowsToo() {
    ModelCallException down =
        ModelCallException.of(ModelCallException.Kind.TIMED_OUT, "slow", null);
    ProductQa qa =
        request -> {
          clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(30));
          throw down;
        };
    RowTask<?, ?> task = RowTask.of(new QaRows(), qa).traced(tracer);

    ObjectNode failed = only(task, "{\"id\":7,\"product\":\"Mug\",\"question\":\"Is it blue?\"}");
    assertThat(failed.path("id").isInt()).isTrue();
    assertThat(failed.path("error").path("kind").asText()).isEqualTo("TIMED_OUT");
    assertThat(failed.path("trace").path("millis").asDouble()).isEqualTo(30);

    ObjectNode bad = only(task, "[]");
    assertThat(bad.path("error").path("kind").asText()).isEqualTo("BAD_INPUT");
    assertThat(bad.has("trace")).isFalse();
  }

  @Test
  void aJournalKeepsTracesAndWhatAnInvalidAnswerWas() {
    Path journal = folder.resolve("journal");
    String rows = "{\"id\":\"1\",\"title\":\"Drill\"}\n{\"id\":\"2\",\"title\":\"Nothing\"}\n";
    List<ObjectNode> first;
    try (EcomLlm llm =
        llm(
            request ->
                shown(request).contains("Nothing") ? "what?" : "Hardware > Tools > Drills")) {
      first = all(Bulk.of(classifying(llm)).journal(journal), classifying(llm), rows);
    }
    List<ObjectNode> second;
    try (EcomLlm llm =
        llm(
            request -> {
              throw new AssertionError("all is in the journal");
            })) {
      second = all(Bulk.of(classifying(llm)).journal(journal), classifying(llm), rows);
    }

    assertThat(second.get(0)).hasToString(first.get(0).toString());
    assertThat(second.get(1).path("error")).isEqualTo(first.get(1).path("error"));
    assertThat(second.get(1).path("trace").path("reply").asText()).isEqualTo("what?");
  }

  @Test
  void itSaysOfItselfWhatTheTaskSays() {
    try (EcomLlm llm = llm(request -> "")) {
      RowTask<?, ?> plain = RowTask.of(CLASSIFY, llm.classifier());
      assertThat(plain.fingerprint()).isEqualTo(llm.classifier().fingerprint());
      assertThat(plain.load()).isPresent();
      assertThat(plain.traced(tracer).fingerprint()).containsEntry("rows", "traced");
    }
    ProductQa lambda =
        request -> {
          throw new AssertionError();
        };
    assertThat(RowTask.of(new QaRows(), lambda).load()).isEmpty();
    assertThat(RowTask.of(new QaRows(), lambda).fingerprint()).isEqualTo(Map.of());
  }

  private RowTask<?, ?> classifying(EcomLlm llm) {
    return RowTask.of(CLASSIFY, llm.classifier()).traced(tracer);
  }

  private static ObjectNode only(RowTask<?, ?> task, String row) {
    return all(Bulk.of(task), task, row).get(0);
  }

  private static List<ObjectNode> all(
      Bulk<JsonLines.Row, ObjectNode> bulk, RowTask<?, ?> task, String rows) {
    List<ObjectNode> written = new ArrayList<>();
    bulk.concurrency(1)
        .run(JsonLines.of(new StringReader(rows)), outcome -> written.add(task.row(outcome)));
    return written;
  }
}
