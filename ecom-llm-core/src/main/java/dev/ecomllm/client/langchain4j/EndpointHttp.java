package dev.ecomllm.client.langchain4j;

import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP under LangChain4j: one attempt on HTTP/1.1 (uvicorn drops the body of an upgrade), a
 * time limit for each whole exchange, no redirects, no reply beyond a size, and failures as our own
 * exceptions, which LangChain4j passes on. An interrupt closes the connection.
 */
final class EndpointHttp implements HttpClient, AutoCloseable {

  private final java.net.http.HttpClient http;
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
   * @param where what to call the server in messages
   * @param apiKey what no detail of a failure may hold; {@code ""} if there is none
   */
  EndpointHttp(String where, String apiKey, int maxReplyBytes) {
    this.where = where;
    this.apiKey = apiKey;
    this.maxReplyBytes = maxReplyBytes;
    http =
        java.net.http.HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .build();
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
    HttpResponse<byte[]> response = exchange(request);
    if (response.statusCode() / 100 != 2) {
      Duration retryAfter =
          response
              .headers()
              .firstValue("Retry-After")
              .flatMap(value -> RetryAfter.parse(value, Instant.now()))
              .orElse(null);
      ModelCallException failure =
          ServerErrors.of(where, response.statusCode(), response.body(), retryAfter);
      throw apiKey.isEmpty()
          ? failure
          : failure.withDetail(failure.detail().replace(apiKey, "***"));
    }
    return SuccessfulHttpResponse.builder()
        .statusCode(response.statusCode())
        .headers(response.headers().map())
        .body(response.body())
        .build();
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) {
    Duration limit = TIMEOUT.get();
    if (limit == null) {
      throw new IllegalStateException("a call outside of within(..) has no time limit");
    }
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(toJdk(request), head -> new LimitedBody(maxReplyBytes));
    try {
      return exchange.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw ModelCallException.of(Kind.INTERRUPTED, "the calling thread was interrupted", e);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw ModelCallException.of(
          Kind.TIMED_OUT, where + " did not answer within " + limit.toMillis() + " ms", null);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    }
  }

  private ModelCallException failed(@Nullable Throwable cause) {
    if (cause instanceof LimitedBody.TooLongException) {
      return ModelCallException.of(Kind.REJECTED, where + ": " + cause.getMessage(), cause);
    }
    if (cause instanceof IOException) {
      String problem =
          cause instanceof java.net.ConnectException
              ? " cannot be reached"
              : " broke the connection";
      return ModelCallException.of(Kind.TRANSIENT, where + problem, cause);
    }
    return ModelCallException.of(Kind.TRANSIENT, where + " could not be asked", cause);
  }

  private static java.net.http.HttpRequest toJdk(HttpRequest request) {
    java.net.http.HttpRequest.Builder jdk =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
            .POST(BodyPublishers.ofString(Compact.json(request.body())));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> jdk.setHeader(name, value)));
    return jdk.setHeader("User-Agent", "ecom-llm").build();
  }

  /** We never stream: an answer is read whole or not at all. */
  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("streaming");
  }

  /** Waits for exchanges on their way; before Java 21, connections close when nobody uses them. */
  @Override
  public void close() {
    if (http instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot close the HTTP client", e);
      }
    }
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
