package dev.ecomllm.rag.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real Chroma server on a free port, which can be killed and started again on the same data. */
public final class ChromaServer implements AutoCloseable {

  /** Names the {@code chroma} command; unset, tests of the real server are skipped. */
  public static final String COMMAND = "ECOM_LLM_CHROMA";

  private static final Duration STARTING = Duration.ofSeconds(60);

  private final Path data;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;

  private ChromaServer(Path data, int port) throws IOException {
    this.data = data;
    this.port = port;
    process = launched();
  }

  /** Starts a server that keeps its data in this folder, and waits until it answers. */
  public static ChromaServer start(Path data) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    return new ChromaServer(data, port);
  }

  /** Kills it as a power cut would, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Chroma does not die");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts it again, on the same data and port. */
  public void restart() {
    try {
      process = launched();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Asks past the library. */
  public String get(String path) throws IOException {
    return send(HttpRequest.newBuilder(uri().resolve(path)).build());
  }

  /** Asks past the library. */
  public String post(String path, String body) throws IOException {
    return send(
        HttpRequest.newBuilder(uri().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** Deletes past the library. */
  public void delete(String path) throws IOException {
    send(HttpRequest.newBuilder(uri().resolve(path)).DELETE().build());
  }

  private String send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process launched() throws IOException {
    Process started =
        new ProcessBuilder(
                System.getenv(COMMAND),
                "run",
                "--path",
                data.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long end = System.nanoTime() + STARTING.toNanos();
    while (!answers()) {
      if (!started.isAlive() || System.nanoTime() > end) {
        started.destroyForcibly();
        throw new IllegalStateException("Chroma does not start: " + System.getenv(COMMAND));
      }
    }
    return started;
  }

  private boolean answers() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(uri().resolve("/api/v2/heartbeat"))
              .timeout(Duration.ofSeconds(1))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return !pause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A process that starts tells nobody when it is ready. */
  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
