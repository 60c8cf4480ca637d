package dev.ecomllm.client.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.engine.CallSettings;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.engine.Timing;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A server that closes a kept-alive connection instead of answering its second request. */
class KeepAliveTest {

  private static final String BODY =
      "{\"id\":\"1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
          + "\"message\":{\"role\":\"assistant\",\"content\":\"OK\"},\"finish_reason\":\"stop\"}]}";

  @Test
  void aConnectionThatWasClosedCostsNoTry() throws IOException {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> serve(server, connections));
      thread.setDaemon(true);
      thread.start();
      try (EndpointClient client =
          EndpointClient.builder()
              .endpoint(URI.create("http://localhost:" + server.getLocalPort() + "/v1"))
              .model("m")
              .build()) {
        TaskRunner runner =
            new TaskRunner(
                client,
                CallSettings.DEFAULTS.withMaxAttempts(1),
                ResponseCache.none(),
                List.of(),
                Timing.system());

        assertThat(runner.run(new Say(), "one")).isEqualTo("OK");
        assertThat(runner.run(new Say(), "two")).isEqualTo("OK");
        assertThat(connections).hasValue(2);
      }
    }
  }

  private static void serve(ServerSocket server, AtomicInteger connections) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          connections.incrementAndGet();
          readRequest(socket.getInputStream());
          String head = "HTTP/1.1 200 OK\r\ncontent-length: " + BODY.length() + "\r\n\r\n";
          socket.getOutputStream().write((head + BODY).getBytes(StandardCharsets.UTF_8));
          readRequest(socket.getInputStream());
        }
      }
    } catch (IOException closed) {
      // the end
    }
  }

  /** Reads to the end of the one JSON object that the body is. */
  private static void readRequest(InputStream in) throws IOException {
    StringBuilder seen = new StringBuilder();
    byte[] buffer = new byte[8192];
    while (!(seen.indexOf("\r\n\r\n") > 0 && seen.toString().endsWith("}"))) {
      int n = in.read(buffer);
      if (n < 0) {
        return;
      }
      seen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
    }
  }

  /** Asks anything and takes any answer. */
  private static final class Say implements Task<String, String> {
    @Override
    public String name() {
      return "say";
    }

    @Override
    public String productId(String input) {
      return input;
    }

    @Override
    public ModelRequest ask(String input) {
      return ModelRequest.of(Prompt.of(input), 5);
    }

    @Override
    public String read(String input, ModelReply reply) {
      return reply.text();
    }
  }
}
