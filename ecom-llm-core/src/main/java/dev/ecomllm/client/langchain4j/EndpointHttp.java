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
import org.apache.hc.client5.http.classic.methods.HttpPost;
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
  private final String apiKey;
  private final int maxReplyBytes;

  /**
   * LangChain4j has one time limit for each model; ours differs from call to call. It runs the
   * exchange on the thread that asked.
   */
  private static final ThreadLocal<@Nullable Duration> TIMEOUT = new ThreadLocal<>();

  /**
   * An HTTP client.
   *
   * @param endpoint decides whether there is a proxy
   * @param where what to call the server in messages
   * @param apiKey what no detail of a failure may hold; {@code ""} if there is none
   */
  EndpointHttp(URI endpoint, String where, String apiKey, int maxReplyBytes) {
    this.where = where;
    this.apiKey = apiKey;
    this.maxReplyBytes = maxReplyBytes;
    http = BlockingHttp.client(endpoint);
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
    Reply reply = exchange(request);
    if (reply.status() / 100 != 2) {
      Duration retryAfter =
          reply.retryAfter().flatMap(value -> RetryAfter.parse(value, Instant.now())).orElse(null);
      ModelCallException failure = ServerErrors.of(where, reply.status(), reply.body(), retryAfter);
      throw apiKey.isEmpty()
          ? failure
          : failure.withDetail(failure.detail().replace(apiKey, "***"));
    }
    return SuccessfulHttpResponse.builder()
        .statusCode(reply.status())
        .headers(Map.of())
        .body(reply.body())
        .build();
  }

  /** What came back. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Reply(int status, Optional<String> retryAfter, byte[] body) {}

  private Reply exchange(HttpRequest request) {
    Duration limit = TIMEOUT.get();
    if (limit == null) {
      throw new IllegalStateException("a call outside of within(..) has no time limit");
    }
    HttpPost post = post(request);
    overdue.watch(post, System.nanoTime() + limit.toNanos());
    try {
      Reply reply = http.execute(post, this::read);
      overdue.done(post);
      return reply;
    } catch (IOException | RuntimeException e) {
      boolean inTime = overdue.done(post);
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
    if (cause instanceof TooLongException) {
      return ModelCallException.of(Kind.REJECTED, where + ": " + cause.getMessage(), cause);
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

  private static HttpPost post(HttpRequest request) {
    HttpPost post = new HttpPost(request.url());
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> post.setHeader(name, value)));
    post.setHeader("User-Agent", "ecom-llm");
    post.setEntity(new ByteArrayEntity(Compact.json(request.body()), JSON));
    return post;
  }

  /** Reads the reply to its end, or to the limit. */
  private Reply read(ClassicHttpResponse response) throws IOException {
    Header retryAfter = response.getFirstHeader("Retry-After");
    HttpEntity entity = response.getEntity();
    return new Reply(
        response.getCode(),
        Optional.ofNullable(retryAfter).map(Header::getValue),
        entity == null ? new byte[0] : body(entity));
  }

  private byte[] body(HttpEntity entity) throws IOException {
    long stated = entity.getContentLength();
    if (stated > maxReplyBytes) {
      throw new TooLongException(maxReplyBytes);
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
        throw new TooLongException(maxReplyBytes);
      }
      body.write(piece, 0, n);
    }
    return body.toByteArray();
  }

  /** The reply is longer than the limit. */
  private static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(int limit) {
      super("the reply is longer than " + limit + " bytes");
    }
  }

  /** We never stream: an answer is read whole or not at all. */
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
