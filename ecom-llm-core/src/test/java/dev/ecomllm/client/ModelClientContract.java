package dev.ecomllm.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ecomllm.client.ModelReply.Finish;
import dev.ecomllm.client.ModelReply.Usage;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.prompt.Message;
import dev.ecomllm.prompt.Message.Role;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.testing.StubReply;
import dev.ecomllm.testing.StubVllm;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every client of an endpoint owes its caller, over real sockets. */
public abstract class ModelClientContract {

  protected static final ModelRequest HELLO = ModelRequest.of(Prompt.of("secret title"), 10);
  protected static final Duration LONG = Duration.ofSeconds(30);

  protected final StubVllm vllm = StubVllm.start();

  /**
   * A client of the model {@link StubVllm#model()} at this endpoint.
   *
   * @param timeout for clients that have one for all calls
   */
  protected abstract ModelClient client(URI endpoint, Duration timeout);

  @AfterEach
  void stop() {
    vllm.close();
  }

  @Test
  void tellsWhatTheModelAnswered() {
    vllm.answer("fine, thanks");

    try (ModelClient client = client()) {
      ModelReply reply = client.call(HELLO, LONG);

      assertThat(client.model()).isEqualTo("stub-model");
      assertThat(reply.text()).isEqualTo("fine, thanks");
      assertThat(reply.finish()).isEqualTo(Finish.STOP);
      assertThat(reply.usage()).isEqualTo(new Usage(4, 0, 3));
      assertThat(reply.model()).isEqualTo("stub-model");
      assertThat(reply.tokens()).isEmpty();
      assertThat(vllm.lastRequest().body().path("temperature").asDouble(-1)).isZero();
      assertThat(vllm.lastRequest().maxTokens()).isEqualTo(10);
      assertThat(vllm.lastRequest().body().has("logprobs")).isFalse();
    }
  }

  @Test
  void passesTheWholeConversation() {
    Prompt prompt =
        new Prompt(List.of(new Message(Role.SYSTEM, "be brief"), new Message(Role.USER, "hi")))
            .then("\"quoted\" \\ answer", "zwei\nZeilen 😀");

    client().call(ModelRequest.of(prompt, 10), LONG);

    assertThat(vllm.lastRequest().messages())
        .containsExactly("be brief", "hi", "\"quoted\" \\ answer", "zwei\nZeilen 😀");
    assertThat(vllm.lastRequest().body().path("messages").findValuesAsText("role"))
        .containsExactly("system", "user", "assistant", "user");
  }

  @Test
  void tellsThatAnAnswerWasCutOff() {
    vllm.answer("a b c d e f g h i j k l m");

    assertThat(client().call(HELLO, LONG).finish()).isEqualTo(Finish.LENGTH);
  }

  @Test
  void tellsThatAnAnswerEndedOtherwise() {
    vllm.answerNext(StubReply.text("x").finish("content_filter"), StubReply.text("x").finish("?"));

    assertThat(client().call(HELLO, LONG).finish()).isEqualTo(Finish.OTHER);
    assertThat(client().call(HELLO, LONG).finish()).isEqualTo(Finish.OTHER);
  }

  @Test
  void noContentIsAnEmptyAnswer() {
    vllm.answerNext(StubReply.nullContent(), StubReply.text(""));

    assertThat(client().call(HELLO, LONG).text()).isEmpty();
    assertThat(client().call(HELLO, LONG).text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, REJECTED",
    "401, REJECTED",
    "403, REJECTED",
    "404, REJECTED",
    "408, TIMED_OUT",
    "413, REJECTED",
    "422, REJECTED",
    "429, RATE_LIMITED",
    "500, TRANSIENT",
    "502, TRANSIENT",
    "504, TRANSIENT",
  })
  void everyErrorStatusHasItsKind(int status, Kind kind) {
    vllm.answerNext(StubReply.status(status));

    ModelCallException failure = failure();

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.status()).hasValue(status);
    assertThat(failure).hasMessageContaining("HTTP " + status).hasMessageContaining("stub-model");
    assertThat(failure.detail()).contains("told to answer " + status);
    assertThat(vllm.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html|<html><body>secret title</body></html>",
        "application/json|''",
        "application/json|{\"choices\":[{\"message\":{\"content\":\"secret tit",
        "application/json|{}",
        "application/json|{\"choices\":[]}",
        "application/json|null",
        "application/json|[1, 2]",
        "text/plain|secret",
      })
  void anythingButACompletionIsNoAnswer(String type, String body) {
    vllm.answerNext(StubReply.raw(200, type, body));

    ModelCallException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(stackTrace(failure)).doesNotContain("secret");
  }

  @Test
  void aRefusedConnectionIsTransient() {
    vllm.stop();

    assertThat(failure().kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void aBrokenConnectionIsTransient() {
    vllm.answerNext(StubReply.reset());
    assertThat(failure().kind()).isEqualTo(Kind.TRANSIENT);
    vllm.answerNext(StubReply.cutOff());
    assertThat(failure().kind()).isEqualTo(Kind.TRANSIENT);
  }

  @Test
  void aSlowServerTimesOutAndItsSocketIsFreed() throws Exception {
    try (SilentServer silent = new SilentServer()) {
      Duration timeout = Duration.ofMillis(50);
      try (ModelClient client = client(silent.endpoint(), timeout)) {
        ModelCallException failure =
            catchThrowableOfType(ModelCallException.class, () -> client.call(HELLO, timeout));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        silent.awaitClose();
      }
    }
  }

  @Test
  void anInterruptEndsTheCallAndFreesTheSocket() throws Exception {
    try (SilentServer silent = new SilentServer();
        ModelClient client = client(silent.endpoint(), LONG)) {
      CompletableFuture<String> outcome = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                ModelCallException failure =
                    catchThrowableOfType(ModelCallException.class, () -> client.call(HELLO, LONG));
                outcome.complete(failure.kind() + " " + Thread.currentThread().isInterrupted());
              });
      caller.start();
      silent.awaitRequest();

      caller.interrupt();

      assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo("INTERRUPTED true");
      silent.awaitClose();
    }
  }

  protected final ModelClient client() {
    return client(vllm.endpoint(), LONG);
  }

  protected final ModelCallException failure() {
    try (ModelClient client = client()) {
      return catchThrowableOfType(ModelCallException.class, () -> client.call(HELLO, LONG));
    }
  }

  protected static String stackTrace(Throwable failure) {
    java.io.StringWriter text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  /** Takes one request and never answers; sees when the other side hangs up. */
  private static final class SilentServer implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::serve);

    SilentServer() throws IOException {
      thread.setDaemon(true);
      thread.start();
    }

    URI endpoint() {
      return URI.create("http://localhost:" + server.getLocalPort() + "/v1");
    }

    void awaitRequest() throws InterruptedException {
      assertThat(requested.await(20, TimeUnit.SECONDS)).isTrue();
    }

    void awaitClose() throws InterruptedException {
      assertThat(closed.await(20, TimeUnit.SECONDS)).as("the socket is closed").isTrue();
    }

    private void serve() {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        StringBuilder seen = new StringBuilder();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          seen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
          if (seen.indexOf("secret title") >= 0) {
            requested.countDown();
          }
        }
        closed.countDown();
      } catch (IOException e) {
        closed.countDown(); // a reset is a close as well
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
