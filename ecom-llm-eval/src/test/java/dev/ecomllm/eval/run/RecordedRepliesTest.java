package dev.ecomllm.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.eval.dataset.DatasetFormatException;
import dev.ecomllm.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedRepliesTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final ModelRequest REQUEST = ModelRequest.of(Prompt.of("[QA] Is it red?"), 9);
  private static final ModelReply REPLY =
      new ModelReply(
          "Yes.\n\u20ac",
          ModelReply.Finish.LENGTH,
          List.of(
              new TokenLogprobs("Yes", -0.25, List.of(new TokenLogprobs.Alternative("No", -1.5)))),
          new ModelReply.Usage(7, 1, 2),
          "mistral-on-server");

  @TempDir Path folder;

  private final AtomicInteger calls = new AtomicInteger();
  private final ModelClient client =
      ModelClient.of(
          "mistral",
          (request, timeout) -> {
            calls.incrementAndGet();
            return REPLY;
          });

  private Path file() {
    return folder.resolve("replies.jsonl");
  }

  @Test
  void asksOnceAndThenNeverAgain() throws IOException {
    RecordedReplies recording = RecordedReplies.record(client, file());
    assertThat(recording.call(REQUEST, TIMEOUT)).isEqualTo(REPLY);
    assertThat(recording.call(REQUEST, TIMEOUT)).isEqualTo(REPLY);
    assertThat(calls).hasValue(1);

    RecordedReplies replayed = RecordedReplies.replay("mistral", file());
    assertThat(replayed.model()).isEqualTo("mistral");
    assertThat(replayed.size()).isEqualTo(1);
    assertThat(replayed.call(REQUEST, TIMEOUT)).isEqualTo(REPLY);
    assertThat(RecordedReplies.record(client, file()).call(REQUEST, TIMEOUT)).isEqualTo(REPLY);
    assertThat(calls).hasValue(1);
    assertThat(Files.readString(file())).doesNotContain("Is it red");
  }

  @Test
  void anythingElseIsAnotherRequest() throws IOException {
    RecordedReplies.record(client, file()).call(REQUEST, TIMEOUT);
    RecordedReplies replayed = RecordedReplies.replay("mistral", file());

    for (ModelRequest other :
        List.of(
            REQUEST.withPrompt(Prompt.of("[QA] Is it blue?")),
            REQUEST.withConstraint(new Constraint.Choice(List.of("A"))),
            REQUEST.withTopLogprobs(3),
            new ModelRequest(REQUEST.prompt(), REQUEST.constraint(), 10, 0, 0),
            new ModelRequest(REQUEST.prompt(), REQUEST.constraint(), 9, 0.5, 0))) {
      assertThatThrownBy(() -> replayed.call(other, TIMEOUT))
          .isInstanceOfSatisfying(
              ModelCallException.class, e -> assertThat(e.isRetryable()).isFalse())
          .hasMessageContaining("replies.jsonl");
    }
    RecordedReplies otherModel = RecordedReplies.replay("llama", file());
    assertThatThrownBy(() -> otherModel.call(REQUEST, TIMEOUT))
        .isInstanceOf(ModelCallException.class);
  }

  @Test
  void failuresAreNotRecorded() throws IOException {
    RecordedReplies recording =
        RecordedReplies.record(
            ModelClient.of(
                "mistral",
                (request, timeout) -> {
                  throw ModelCallException.of(ModelCallException.Kind.TRANSIENT, "down", null);
                }),
            file());

    assertThatThrownBy(() -> recording.call(REQUEST, TIMEOUT)).hasMessageContaining("down");
    assertThat(recording.size()).isZero();
    assertThat(file()).doesNotExist();
    assertThatThrownBy(() -> RecordedReplies.replay("mistral", file()))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aBrokenFileIsNamed() throws IOException {
    Files.writeString(file(), "{\"key\":\"a\",\"text\":\"b\"}\n{\"key\":1}\n");
    assertThatThrownBy(() -> RecordedReplies.replay("mistral", file()))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageStartingWith("replies.jsonl:2: ");
  }

  @Test
  void evaluationsAskAtTemperatureZero() {
    ModelClient guarded = new AtTemperatureZero(client);
    assertThat(guarded.model()).isEqualTo("mistral");
    assertThat(guarded.call(REQUEST, TIMEOUT)).isEqualTo(REPLY);
    assertThatThrownBy(
            () ->
                guarded.call(
                    new ModelRequest(REQUEST.prompt(), REQUEST.constraint(), 9, 0.7, 0), TIMEOUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.7");
  }
}
