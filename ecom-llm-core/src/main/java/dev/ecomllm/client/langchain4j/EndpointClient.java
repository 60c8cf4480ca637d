package dev.ecomllm.client.langchain4j;

import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A model behind an OpenAI-compatible endpoint, such as vLLM. One call is one attempt over
 * HTTP/1.1; redirects are not followed. Thread-safe; connections are kept and reused, so build it
 * once.
 */
public final class EndpointClient implements ModelClient {

  private final String model;
  private final String where;
  private final Dialect dialect;
  private final DialectProbe probe = new DialectProbe(this::send);
  private final URI health;
  private final EndpointHttp http;
  private final OpenAiChatModel chatModel;

  private EndpointClient(Builder builder, URI endpoint, String model) {
    this.model = model;
    where = "model '" + model + "' at " + endpoint;
    dialect = builder.dialect;
    health = health(endpoint);
    http =
        new EndpointHttp(
            BlockingHttp.client(
                endpoint,
                builder.sslContext,
                builder.proxy == null ? ProxySelector.getDefault() : builder.proxy),
            where,
            new Headers(where, builder.headers),
            builder.maxRequestBytes,
            builder.maxReplyBytes);
    chatModel =
        OpenAiChatModel.builder()
            .httpClientBuilder(http.asBuilder())
            .baseUrl(endpoint.toString())
            .modelName(model)
            .maxRetries(0)
            .build();
  }

  /** vLLM's, beside {@code /v1}. */
  private static URI health(URI endpoint) {
    String root = endpoint.toString().replaceFirst("(/v1)?/*$", "");
    return URI.create(root + "/health");
  }

  /** Builds a client. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public ModelReply call(ModelRequest request, Duration timeout) {
    if (dialect != Dialect.AUTO || request.constraint() == Constraint.none()) {
      return send(request, dialect, timeout);
    }
    long start = System.nanoTime();
    Dialect found = probe.dialect(timeout);
    Duration left = timeout.minusNanos(System.nanoTime() - start);
    if (left.isNegative() || left.isZero()) {
      throw ModelCallException.of(
          Kind.TIMED_OUT, where + " did not answer within " + timeout.toMillis() + " ms", null);
    }
    return send(request, found, left);
  }

  private ModelReply send(ModelRequest request, Dialect dialect, Duration timeout) {
    ChatRequest chatRequest =
        ChatRequest.builder()
            .messages(Conversation.messages(request.prompt()))
            .parameters(parameters(request, dialect))
            .build();
    try {
      return Conversation.reply(http.within(timeout, () -> chatModel.chat(chatRequest)), model);
    } catch (ModelCallException e) {
      throw e;
    } catch (UnresolvedModelServerException e) {
      throw ModelCallException.of(
          Kind.TRANSIENT, where + " cannot be reached: its host is unknown", e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ModelCallException failure) {
        throw failure; // LangChain4j wraps what is thrown in an interrupted thread.
      }
      // No cause: a parser's message may repeat what it could not read.
      throw ModelCallException.of(
          Kind.TRANSIENT,
          where
              + " answered with something that is no chat completion ("
              + e.getClass().getSimpleName()
              + ")",
          null);
    }
  }

  private static OpenAiChatRequestParameters parameters(ModelRequest request, Dialect dialect) {
    OpenAiChatRequestParameters.Builder parameters =
        OpenAiChatRequestParameters.builder()
            .temperature(request.temperature())
            .maxOutputTokens(request.maxTokens());
    if (request.topLogprobs() > 0) {
      parameters.logprobs(true).topLogprobs(request.topLogprobs());
    }
    if (request.constraint() != Constraint.none()) {
      parameters.customParameters(ConstraintFields.of(request.constraint(), dialect));
    }
    return parameters.build();
  }

  /** What {@code /health} says; one that knows no such path is taken to be ready. */
  @Override
  public boolean isReady(Duration timeout) {
    try {
      return http.status(health, timeout) < 500;
    } catch (ModelCallException e) {
      if (e.kind() == Kind.INTERRUPTED) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void close() {
    http.close();
  }

  /** The model and the endpoint; never the API key. */
  @Override
  public String toString() {
    return where;
  }

  /** Builds a client. Not thread-safe; {@link #build()} copies, so a builder can be used again. */
  public static final class Builder {

    private @Nullable URI endpoint;
    private @Nullable String model;
    private final Map<String, Supplier<String>> headers = new HashMap<>();
    private Dialect dialect = Dialect.AUTO;
    private @Nullable SSLContext sslContext;
    private @Nullable ProxySelector proxy;
    private int maxRequestBytes = 4 << 20;
    private int maxReplyBytes = 16 << 20;

    private Builder() {}

    /**
     * Where the server is: everything before {@code /chat/completions}, such as {@code
     * http://localhost:8000/v1}. Needed.
     *
     * @throws IllegalArgumentException if it is not an absolute http or https address, or holds a
     *     user, a query or a fragment
     */
    public Builder endpoint(URI endpoint) {
      String scheme = endpoint.getScheme();
      if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
          || endpoint.getHost() == null) {
        throw new IllegalArgumentException(
            "an endpoint is an address such as http://localhost:8000/v1");
      }
      if (endpoint.getRawUserInfo() != null
          || endpoint.getRawQuery() != null
          || endpoint.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "an endpoint has no user, query or fragment; a key goes to apiKey(..)");
      }
      this.endpoint = endpoint;
      return this;
    }

    /**
     * The model's name, as the server lists it. Needed.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder model(String model) {
      if (model.isBlank()) {
        throw new IllegalArgumentException("the name of a model is blank");
      }
      this.model = model;
      return this;
    }

    /**
     * What the server asks for as a bearer token. White space around it is dropped; by default, and
     * where nothing is left, none is sent. It stands in no message and no log.
     *
     * @throws IllegalArgumentException if it holds anything but printable ASCII
     */
    public Builder apiKey(String apiKey) {
      String key = apiKey.strip();
      if (!key.chars().allMatch(character -> character > ' ' && character < 127)) {
        throw new IllegalArgumentException("an API key is printable ASCII without white space");
      }
      return apiKey(() -> key);
    }

    /**
     * Where the bearer token comes from, where it changes: asked for each call, on the thread that
     * makes it, so it should keep its token. White space around it is dropped; a blank one is not
     * sent; one that holds anything but printable ASCII, or what this throws, fails the call. It
     * stands in no message and no log.
     */
    public Builder apiKey(Supplier<String> apiKey) {
      return header("Authorization", Headers.bearer(apiKey));
    }

    /**
     * A header for each request, asked for like {@link #apiKey(Supplier)} and kept as secret.
     * Replaces one of the same name.
     *
     * @throws IllegalArgumentException if the name is none
     */
    public Builder header(String name, Supplier<String> value) {
      headers.put(Headers.name(name), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Whom to trust and who we are, for https. The default is the JVM's own. Host names are checked
     * in any case.
     */
    public Builder sslContext(SSLContext sslContext) {
      this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
      return this;
    }

    /**
     * Which proxy to use. The default is the JVM's ({@code https.proxyHost} and so on); {@code
     * ProxySelector.of(null)} for none.
     */
    public Builder proxy(ProxySelector proxy) {
      this.proxy = Objects.requireNonNull(proxy, "proxy");
      return this;
    }

    /**
     * The longest request to send, in bytes, at least 1. The default is 4 MiB. A longer one fails
     * the call before anything is sent.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxRequestBytes(int maxRequestBytes) {
      if (maxRequestBytes < 1) {
        throw new IllegalArgumentException(
            "maxRequestBytes must be at least 1, not " + maxRequestBytes);
      }
      this.maxRequestBytes = maxRequestBytes;
      return this;
    }

    /** How constraints are sent. The default is {@link Dialect#AUTO}. */
    public Builder dialect(Dialect dialect) {
      this.dialect = Objects.requireNonNull(dialect, "dialect");
      return this;
    }

    /**
     * The longest reply to read, in bytes, at least 1. The default is 16 MiB. A longer one fails
     * the call, and so does a compressed one: none is asked for.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxReplyBytes(int maxReplyBytes) {
      if (maxReplyBytes < 1) {
        throw new IllegalArgumentException(
            "maxReplyBytes must be at least 1, not " + maxReplyBytes);
      }
      this.maxReplyBytes = maxReplyBytes;
      return this;
    }

    /**
     * The client. Nothing is sent yet.
     *
     * @throws IllegalArgumentException if the endpoint or the model is missing
     */
    public EndpointClient build() {
      if (endpoint == null || model == null) {
        throw new IllegalArgumentException(
            (endpoint == null ? "the endpoint" : "the name of the model") + " is missing");
      }
      return new EndpointClient(this, endpoint, model);
    }
  }
}
