package dev.ecomllm.client.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.testing.StubReply;
import dev.ecomllm.testing.StubVllm;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is shown what: keys, tokens, certificates, proxies, and how much. */
class EndpointSecurityTest {

  private static final ModelRequest HELLO = ModelRequest.of(Prompt.of("hello"), 10);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String COMPLETION =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"OK\"},"
          + "\"finish_reason\":\"stop\"}]}";

  private final StubVllm vllm = StubVllm.start();

  @AfterEach
  void stop() {
    vllm.close();
  }

  @Test
  void tokensAndHeadersAreAskedForAtEachCall() {
    Deque<String> tokens = new ArrayDeque<>(List.of("one ", "", "two"));
    Deque<String> tenants = new ArrayDeque<>(List.of("a", "b", " "));
    try (EndpointClient client =
        builder().apiKey(tokens::remove).header("X-Tenant", tenants::remove).build()) {
      client.call(HELLO, LONG);
      client.call(HELLO, LONG);
      client.call(HELLO, LONG);
    }
    assertThat(vllm.requests().get(0).headers())
        .containsEntry("Authorization", "Bearer one")
        .containsEntry("X-Tenant", "a");
    assertThat(vllm.requests().get(1).headers())
        .doesNotContainKey("Authorization")
        .containsEntry("X-Tenant", "b");
    assertThat(vllm.requests().get(2).headers())
        .containsEntry("Authorization", "Bearer two")
        .doesNotContainKey("X-Tenant");
  }

  @Test
  void aTokenThatCannotBeHadFailsTheCallAndIsNotRepeated() {
    ModelCallException none =
        failure(
            builder()
                .apiKey(
                    () -> {
                      throw new IllegalStateException("vault says sk-secret");
                    }));
    ModelCallException split = failure(builder().header("X-Key", () -> "sk-secret\r\nHost: evil"));

    assertThat(none.kind()).isEqualTo(Kind.TRANSIENT);
    assertThat(none).hasMessageContaining("no value for Authorization").hasNoCause();
    assertThat(split.kind()).isEqualTo(Kind.REJECTED);
    assertThat(split).hasMessageContaining("X-Key is not printable ASCII");
    assertThat(none + " " + split).doesNotContain("sk-secret");
    assertThat(vllm.requests()).isEmpty();
    assertThatThrownBy(() -> builder().header("X Key:", () -> "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatTheServerRepeatsOfThemIsHidden() {
    vllm.answerNext(
        StubReply.raw(
            403,
            "application/json",
            "{\"error\":{\"message\":\"sk-secret and t-secret are wrong\"}}"));

    ModelCallException failure =
        failure(builder().apiKey(() -> "sk-secret").header("X-Key", () -> "t-secret"));

    assertThat(failure.detail()).isEqualTo("*** and *** are wrong");
  }

  @Test
  void aRequestIsSentUpToALimit() {
    ModelRequest large = ModelRequest.of(Prompt.of("secret title ".repeat(100)), 5);
    try (EndpointClient client = builder().maxRequestBytes(1000).build()) {
      ModelCallException failure =
          catchThrowableOfType(ModelCallException.class, () -> client.call(large, LONG));

      assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
      assertThat(failure).hasMessageEndingWith("the request is longer than 1000 bytes");
      assertThat(vllm.requests()).isEmpty();
      assertThat(client.call(HELLO, LONG).text()).isEqualTo("OK");
    }
    assertThatThrownBy(() -> builder().maxRequestBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aServerTellsWhetherItIsReady() throws Exception {
    try (EndpointClient client = builder().build()) {
      assertThat(client.isReady(LONG)).isTrue();
      vllm.healthy(false);
      assertThat(client.isReady(LONG)).isFalse();
      vllm.stop();
      assertThat(client.isReady(LONG)).isFalse();
    }
    HttpServer other = HttpServer.create(new InetSocketAddress("localhost", 0), 5);
    other.start();
    try (EndpointClient client =
        EndpointClient.builder()
            .endpoint(URI.create("http://localhost:" + other.getAddress().getPort() + "/v1/"))
            .model("m")
            .build()) {
      assertThat(client.isReady(LONG)).as("404").isTrue();
    } finally {
      other.stop(0);
    }
  }

  @Test
  void certificatesAreCheckedAgainstTheGivenContext(@TempDir Path directory) throws Exception {
    SSLContext ours = selfSigned(directory.resolve("keys.p12"), "localhost");
    SSLContext elsewhere = selfSigned(directory.resolve("other.p12"), "shop.example");
    HttpsServer server = https(ours);
    HttpsServer impostor = https(elsewhere);
    try (EndpointClient trusting = tls(server).sslContext(ours).build();
        EndpointClient wary = tls(server).build();
        EndpointClient deceived = tls(impostor).sslContext(elsewhere).build()) {
      assertThat(trusting.call(HELLO, LONG).text()).isEqualTo("OK");
      for (ModelClient client : List.of(wary, deceived)) {
        ModelCallException failure =
            catchThrowableOfType(ModelCallException.class, () -> client.call(HELLO, LONG));
        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure).hasMessageEndingWith("cannot be trusted (TLS)");
      }
    } finally {
      server.stop(0);
      impostor.stop(0);
    }
  }

  @Test
  void goesThroughTheProxyThatIsSetAndThroughNone() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer proxy = HttpServer.create(new InetSocketAddress("localhost", 0), 5);
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestHeaders().getFirst("Host"));
          answer(exchange);
        });
    proxy.start();
    URI far = URI.create("http://far.invalid/v1");
    try (EndpointClient through =
            EndpointClient.builder()
                .endpoint(far)
                .model("m")
                .proxy(ProxySelector.of(proxy.getAddress()))
                .build();
        EndpointClient direct =
            EndpointClient.builder()
                .endpoint(far)
                .model("m")
                .proxy(ProxySelector.of(null))
                .build()) {
      assertThat(through.call(HELLO, LONG).text()).isEqualTo("OK");
      assertThat(asked).containsExactly("far.invalid");
      assertThat(
              catchThrowableOfType(ModelCallException.class, () -> direct.call(HELLO, LONG)).kind())
          .isEqualTo(Kind.TRANSIENT);
    } finally {
      proxy.stop(0);
    }
  }

  private EndpointClient.Builder builder() {
    return EndpointClient.builder()
        .endpoint(vllm.endpoint())
        .model(vllm.model())
        .dialect(Dialect.NONE);
  }

  private ModelCallException failure(EndpointClient.Builder builder) {
    try (EndpointClient client = builder.build()) {
      return catchThrowableOfType(ModelCallException.class, () -> client.call(HELLO, LONG));
    }
  }

  private static EndpointClient.Builder tls(HttpsServer server) {
    return EndpointClient.builder()
        .endpoint(URI.create("https://localhost:" + server.getAddress().getPort() + "/v1"))
        .model("m");
  }

  private static HttpsServer https(SSLContext context) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", EndpointSecurityTest::answer);
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] body = COMPLETION.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** A context that shows a certificate for this host, and trusts only it. */
  private static SSLContext selfSigned(Path file, String host)
      throws IOException, InterruptedException, GeneralSecurityException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "x",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory shown = KeyManagerFactory.getInstance("PKIX");
    shown.init(keys, PASSWORD);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("x", keys.getCertificate("x"));
    trusted.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
