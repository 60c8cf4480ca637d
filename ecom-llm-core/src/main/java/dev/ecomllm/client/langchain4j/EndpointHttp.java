package dev.ecomllm.client.langchain4j;

import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP under LangChain4j: one attempt on HTTP/1.1 (uvicorn drops the body of an upgrade), a
 * time limit for each whole exchange, no redirects, no reply beyond a size, and failures as our own
 * exceptions, which LangChain4j passes on. An interrupt closes the connection. It blocks on the
 * calling thread: the JDK's client hands each exchange to others and back, which costs more than
 * everything else in a call.
 */
final class EndpointHttp implements HttpClient, AutoCloseable {

  /** Without a charset: JSON has one. */
  private static final ContentType JSON = ContentType.create("application/json");

  private final CloseableHttpClient http;
  private final Overdue overdue = new Overdue();
  private final String where;
  private final Headers headers;
  private final int maxRequestBytes;
  private final int maxReplyBytes;

  /**
   * LangChain4j has one time limit for each model; ours differs from call to call. It runs the
   * exchange on the thread that asked.
   */
  private static final ThreadLocal<@Nullable Duration> TIMEOUT = new ThreadLocal<>();

  /**
   * An HTTP client.
   *
   * @param where what to call the server in messages
   * @param headers what to send with each request, and to keep out of every failure
   */
  EndpointHttp(
      CloseableHttpClient http,
      String where,
      Headers headers,
      int maxRequestBytes,
      int maxReplyBytes) {
    this.http = http;
    this.where = where;
    this.headers = headers;
    this.maxRequestBytes = maxRequestBytes;
    this.maxReplyBytes = maxReplyBytes;
  }

  /** Runs a call whose exchange may take so long. */
  <T> T within(Duration timeout, Supplier<T> call) {
    TIMEOUT.set(timeout);
    try {
      return call.get();
    } finally {
      TIMEOUT.remove();
    }
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    Duration limit = TIMEOUT.get();
    if (limit == null) {
      throw new IllegalStateException("a call outside of within(..) has no time limit");
    }
    Map<String, String> secrets = headers.now();
    Reply reply = exchange(post(request, secrets), limit);
    if (reply.status() / 100 != 2) {
      Duration retryAfter =
          reply.retryAfter().flatMap(value -> RetryAfter.parse(value, Instant.now())).orElse(null);
      ModelCallException failure = ServerErrors.of(where, reply.status(), reply.body(), retryAfter);
      throw failure.withDetail(Headers.hide(secrets, failure.detail()));
    }
    return SuccessfulHttpResponse.builder()
        .statusCode(reply.status())
        .headers(Map.of())
        .body(reply.body())
        .build();
  }

  /** The status of an address, with nothing sent to it but who asks. */
  int status(URI address, Duration limit) {
    HttpGet get = new HttpGet(address);
    headers.now().forEach(get::setHeader);
    return exchange(get, limit).status();
  }

  /** What came back. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Reply(int status, Optional<String> retryAfter, byte[] body) {}

  private Reply exchange(HttpUriRequestBase request, Duration limit) {
    overdue.watch(request, System.nanoTime() + limit.toNanos());
    try {
      Reply reply = http.execute(request, response -> read(request, response));
      overdue.done(request);
      return reply;
    } catch (IOException | RuntimeException e) {
      boolean inTime = overdue.done(request);
      if (Thread.currentThread().isInterrupted()) {
        throw ModelCallException.of(Kind.INTERRUPTED, "the calling thread was interrupted", e);
      }
      throw inTime
          ? failed(e)
          : ModelCallException.of(
              Kind.TIMED_OUT, where + " did not answer within " + limit.toMillis() + " ms", null);
    }
  }

  private ModelCallException failed(Exception cause) {
    if (cause instanceof RefusedException) {
      return ModelCallException.of(Kind.REJECTED, where + ": " + cause.getMessage(), cause);
    }
    if (cause instanceof SSLException) {
      return ModelCallException.of(Kind.REJECTED, where + " cannot be trusted (TLS)", cause);
    }
    if (cause instanceof IOException) {
      boolean unreached =
          cause instanceof ConnectException || cause instanceof UnknownHostException;
      return ModelCallException.of(
          Kind.TRANSIENT,
          where + (unreached ? " cannot be reached" : " broke the connection"),
          cause);
    }
    return ModelCallException.of(Kind.TRANSIENT, where + " could not be asked", cause);
  }

  private HttpPost post(HttpRequest request, Map<String, String> secrets) {
    byte[] body = Compact.json(request.body());
    if (body.length > maxRequestBytes) {
      throw ModelCallException.of(
          Kind.REJECTED,
          where + " was not asked: the request is longer than " + maxRequestBytes + " bytes",
          null);
    }
    HttpPost post = new HttpPost(request.url());
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> post.setHeader(name, value)));
    post.setHeader("User-Agent", "ecom-llm");
    secrets.forEach(post::setHeader);
    post.setEntity(new ByteArrayEntity(body, JSON));
    return post;
  }

  /** Reads the reply to its end, or to the limit. */
  private Reply read(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
    Header retryAfter = response.getFirstHeader("Retry-After");
    HttpEntity entity = response.getEntity();
    try {
      return new Reply(
          response.getCode(),
          Optional.ofNullable(retryAfter).map(Header::getValue),
          entity == null ? new byte[0] : body(entity));
    } catch (RefusedException e) {
      request.abort(); // or closing would read on, to the end
      throw e;
    }
  }

  private byte[] body(HttpEntity entity) throws IOException {
    String encoding = entity.getContentEncoding();
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      // Never asked for; and a small one can become a very large one.
      throw new RefusedException("the reply is compressed");
    }
    long stated = entity.getContentLength();
    if (stated > maxReplyBytes) {
      throw tooLong();
    }
    InputStream in = entity.getContent();
    if (stated >= 0) {
      byte[] body = in.readNBytes((int) stated);
      if (body.length < stated) {
        throw new IOException("the reply ended after " + body.length + " of " + stated + " bytes");
      }
      return body;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream(8192);
    byte[] piece = new byte[8192];
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      if (n > maxReplyBytes - body.size()) {
        throw tooLong();
      }
      body.write(piece, 0, n);
    }
    return body.toByteArray();
  }

  private RefusedException tooLong() {
    return new RefusedException("the reply is longer than " + maxReplyBytes + " bytes");
  }

  /** A reply that we don't read. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String problem) {
      super(problem);
    }
  }

  /**
   * LangChain4j's interface wants it, and only its streaming models call it; {@link
   * EndpointClient}, the one user of this class, makes none. A typed answer is read whole or not at
   * all.
   */
  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("streaming");
  }

  /** Closes all connections; an exchange on its way fails. */
  @Override
  public void close() {
    http.close(CloseMode.GRACEFUL);
  }

  /** Hands this client to LangChain4j, whose own limits don't apply. */
  HttpClientBuilder asBuilder() {
    return new HttpClientBuilder() {
      @Override
      public @Nullable Duration connectTimeout() {
        return null;
      }

      @Override
      public HttpClientBuilder connectTimeout(@Nullable Duration timeout) {
        return this;
      }

      @Override
      public @Nullable Duration readTimeout() {
        return null;
      }

      @Override
      public HttpClientBuilder readTimeout(@Nullable Duration timeout) {
        return this;
      }

      @Override
      public HttpClient build() {
        return EndpointHttp.this;
      }
    };
  }
}
