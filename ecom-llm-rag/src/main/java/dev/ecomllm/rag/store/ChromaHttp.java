package dev.ecomllm.rag.store;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * Requests to Chroma over HTTP/1.1, with the headers that LangChain4j's client of this version has
 * no place for.
 */
final class ChromaHttp implements HttpClient {

  private final Map<String, String> headers;
  private final Duration timeout;
  private final java.net.http.HttpClient http;

  ChromaHttp(Map<String, String> headers, Duration timeout) {
    this.headers = headers;
    this.timeout = timeout;
    http =
        java.net.http.HttpClient.newBuilder()
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    String text = request.body();
    BodyPublisher body = text == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text);
    java.net.http.HttpRequest.Builder asked =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
            .timeout(timeout)
            .method(request.method().name(), body);
    request.headers().forEach((name, values) -> values.forEach(one -> asked.header(name, one)));
    headers.forEach(asked::setHeader);
    try {
      HttpResponse<String> reply = http.send(asked.build(), BodyHandlers.ofString());
      if (reply.statusCode() / 100 != 2) {
        // The server's words may repeat what was sent, so they are left out.
        throw new HttpException(reply.statusCode(), "status " + reply.statusCode());
      }
      return SuccessfulHttpResponse.builder()
          .statusCode(reply.statusCode())
          .headers(reply.headers().map())
          .body(reply.body())
          .build();
    } catch (IOException e) {
      throw new StoreException(
          "Chroma cannot be reached: " + e.getClass().getSimpleName(), true, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for Chroma", false, e);
    }
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("Chroma sends no events");
  }
}
