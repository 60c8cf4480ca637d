package dev.ecomllm.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire to Chroma, seen by a server that keeps it and knows nothing. */
class ChromaHttpTest {

  private record Seen(String path, String protocol, String key, String body) {}

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(
              new Seen(
                  exchange.getRequestURI().getPath(),
                  exchange.getProtocol(),
                  String.valueOf(exchange.getRequestHeaders().getFirst("X-Chroma-Token")),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          byte[] reply =
              "{\"id\":\"c-1\",\"name\":\"n\",\"error\":\"secret text\"}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Chroma chroma() {
    return Chroma.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .withHeader("X-Chroma-Token", "k-123");
  }

  @Test
  void everyRequestIsVersion2OverHttp11WithTheHeader() {
    VectorStore store = chroma().withTenant("t").withDatabase("d").open(VectorStoreContract.SPACE);
    store.add(
        List.of(VectorStoreContract.passage("a", "sku-1", "d1", 0)),
        List.of(VectorStoreContract.axis(0)));
    store.remove(Where.product("sku-1"));

    assertThat(seen)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            request -> {
              assertThat(request.path()).startsWith("/api/v2/");
              assertThat(request.protocol()).isEqualTo("HTTP/1.1");
              assertThat(request.key()).isEqualTo("k-123");
            });
    assertThat(seen)
        .anySatisfy(request -> assertThat(request.path()).contains("/tenants/t/databases/d/"));
  }

  @Test
  void noMoreThanAThousandGoAtOnce() {
    VectorStore store = chroma().open(VectorStoreContract.SPACE);
    List<StoredPassage> passages =
        IntStream.range(0, 2_500)
            .mapToObj(i -> VectorStoreContract.passage("p" + i, "sku-1", "d1", i))
            .toList();
    seen.clear();

    store.add(passages, Collections.nCopies(2_500, VectorStoreContract.axis(0)));

    assertThat(seen).hasSize(3);
  }

  @Test
  void errorsSayWhetherToTryAgainAndKeepSecrets() {
    VectorStore store = chroma().open(VectorStoreContract.SPACE);
    status = 400;
    assertThatThrownBy(() -> store.remove(Where.product("sku-1")))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.isRetryable()).isFalse();
              assertThat(e).hasMessageContaining("400");
              assertThat(stackTrace(e)).doesNotContain("secret text").doesNotContain("k-123");
            });
    status = 503;
    assertThatThrownBy(() -> store.remove(Where.product("sku-1")))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isRetryable()).isTrue());
    server.stop(0);
    assertThatThrownBy(() -> store.remove(Where.product("sku-1")))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isRetryable()).isTrue());
    assertThatThrownBy(() -> chroma().open(VectorStoreContract.SPACE))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isRetryable()).isTrue());
  }

  @Test
  void theUsualClassLoaderIsBackAfterwards() {
    ClassLoader usual = Thread.currentThread().getContextClassLoader();

    chroma().open(VectorStoreContract.SPACE);

    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(usual);
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> chroma().withTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(chroma().toString()).doesNotContain("k-123");
  }

  private static String stackTrace(Throwable problem) {
    StringWriter trace = new StringWriter();
    problem.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
