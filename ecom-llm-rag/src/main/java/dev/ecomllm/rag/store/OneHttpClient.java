package dev.ecomllm.rag.store;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpClientBuilderFactory;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands LangChain4j an HTTP client where its builder takes none: {@code ChromaEmbeddingStore} of
 * this version asks the service loader, which asks the thread's class loader. For the time of one
 * call on one thread, that is this one. So it also works where an application has two HTTP clients,
 * which LangChain4j refuses. To be dropped when the builder takes a client.
 */
final class OneHttpClient extends ClassLoader {

  private static final String SERVICE =
      "META-INF/services/" + HttpClientBuilderFactory.class.getName();

  private static final ThreadLocal<@Nullable HttpClient> CLIENT = new ThreadLocal<>();

  private OneHttpClient() {
    super(OneHttpClient.class.getClassLoader());
  }

  static <T> T during(HttpClient client, Supplier<T> call) {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    CLIENT.set(client);
    thread.setContextClassLoader(new OneHttpClient());
    try {
      return call.get();
    } finally {
      thread.setContextClassLoader(usual);
      CLIENT.remove();
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(SERVICE)
        ? Collections.enumeration(
            List.of(
                Objects.requireNonNull(
                    OneHttpClient.class.getResource("one-http-client"), "one-http-client")))
        : super.getResources(name);
  }

  /** What the service loader finds. */
  public static final class Factory implements HttpClientBuilderFactory {

    /** For the service loader. */
    public Factory() {}

    @Override
    public HttpClientBuilder create() {
      return new Given(Objects.requireNonNull(CLIENT.get(), "only during one call"));
    }
  }

  /** Builds the client that was given, whose timeouts are set. */
  private record Given(HttpClient client) implements HttpClientBuilder {

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
      return client;
    }
  }
}
