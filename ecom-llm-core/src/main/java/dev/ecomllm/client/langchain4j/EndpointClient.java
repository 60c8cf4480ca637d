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
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
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
  private final EndpointHttp http;
  private final OpenAiChatModel chatModel;

  private EndpointClient(Builder builder, URI endpoint, String model) {
    this.model = model;
    where = "model '" + model + "' at " + endpoint;
    dialect = builder.dialect;
    http = new EndpointHttp(endpoint, where, builder.apiKey, builder.maxReplyBytes);
    chatModel =
        OpenAiChatModel.builder()
            .httpClientBuilder(http.asBuilder())
            .baseUrl(endpoint.toString())
            .apiKey(builder.apiKey.isEmpty() ? null : builder.apiKey)
            .modelName(model)
            .maxRetries(0)
            .build();
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
    private String apiKey = "";
    private Dialect dialect = Dialect.AUTO;
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
      this.apiKey = key;
      return this;
    }

    /** How constraints are sent. The default is {@link Dialect#AUTO}. */
    public Builder dialect(Dialect dialect) {
      this.dialect = Objects.requireNonNull(dialect, "dialect");
      return this;
    }

    /**
     * The longest reply to read, in bytes, at least 1. The default is 16 MiB. A longer one fails
     * the call.
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
