package dev.ecomllm.testing;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.ecomllm.client.langchain4j.Dialect;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A vLLM without a model, for tests: a server on a free local port that plays chat completions with
 * log-probabilities, checks and obeys constraints as vLLM does, lists its model, counts tokens, and
 * fails on demand.
 *
 * <pre>{@code
 * try (StubVllm vllm = StubVllm.start()) {
 *   vllm.answer(request -> StubReply.distribution(Map.of("A", 0.9, "B", 0.1)));
 *   EcomLlm llm = EcomLlm.builder().endpoint(vllm.endpoint()).model(vllm.model()).build();
 *   ...
 *   assertThat(vllm.requests()).hasSize(1);
 * }
 * }</pre>
 *
 * Thread-safe. Settings apply to requests that come after them.
 */
public final class StubVllm implements AutoCloseable {

  private static final int THREADS = 256;

  private final Queue<StubReply> next = new ConcurrentLinkedQueue<>();
  private final List<StubRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Function<StubRequest, StubReply> answer = request -> StubReply.text("OK");
  private volatile String model = "stub-model";
  private volatile @Nullable String apiKey;
  private volatile Dialect dialect = Dialect.STRUCTURED_OUTPUTS;
  private volatile int maxModelLength = 32_768;
  private volatile boolean healthy = true;
  private volatile boolean tellsCachedTokens;
  private volatile WireMockServer server;
  private final int port;

  private StubVllm() {
    server = open(0);
    port = server.port();
  }

  /** Starts a server on a free port of the loopback interface. */
  public static StubVllm start() {
    return new StubVllm();
  }

  /** Where it listens, such as {@code http://localhost:12345/v1}. */
  public URI endpoint() {
    return URI.create("http://localhost:" + port + "/v1");
  }

  /** The name of the model that it serves; {@code "stub-model"} unless set. */
  public String model() {
    return model;
  }

  /** Serves a model of this name; requests for any other get 404. */
  public StubVllm model(String model) {
    this.model = model;
    return this;
  }

  /** Answers 401 to requests without this key. */
  public StubVllm requireApiKey(String apiKey) {
    this.apiKey = apiKey;
    return this;
  }

  /**
   * Obeys constraints in this dialect and ignores the others without a word, as vLLM does. By
   * default it is {@link Dialect#STRUCTURED_OUTPUTS}. Every dialect but {@link Dialect#NONE} obeys
   * {@code response_format} as well.
   *
   * @throws IllegalArgumentException for {@link Dialect#AUTO}
   */
  public StubVllm dialect(Dialect dialect) {
    if (dialect == Dialect.AUTO) {
      throw new IllegalArgumentException("a server speaks one dialect");
    }
    this.dialect = dialect;
    return this;
  }

  /**
   * Refuses prompts that leave no room for an answer, in tokens, and gives answers the room that
   * their prompts leave; a token is taken to be 4 characters. The default is 32,768.
   */
  public StubVllm maxModelLength(int tokens) {
    this.maxModelLength = tokens;
    return this;
  }

  /**
   * Tells how many tokens of a prompt were cached, as a vLLM that runs with {@code
   * --enable-prompt-tokens-details}: all whole blocks of 16.
   */
  public StubVllm tellCachedTokens() {
    tellsCachedTokens = true;
    return this;
  }

  /** What {@code /health} says: 200 or 503. */
  public StubVllm healthy(boolean healthy) {
    this.healthy = healthy;
    return this;
  }

  /** Answers every completion with this text. */
  public StubVllm answer(String text) {
    return answer(request -> StubReply.text(text));
  }

  /** Answers completions as this function says, which is called from many threads. */
  public StubVllm answer(Function<StubRequest, StubReply> answer) {
    this.answer = answer;
    return this;
  }

  /** Answers the next completions with these replies, one each, before anything else. */
  public StubVllm answerNext(StubReply... replies) {
    next.addAll(List.of(replies));
    return this;
  }

  /** The completions asked for so far, refused ones included, in the order of arrival. */
  public List<StubRequest> requests() {
    return List.copyOf(requests);
  }

  /** The last completion asked for. */
  public StubRequest lastRequest() {
    return requests.get(requests.size() - 1);
  }

  /** Goes away: connections are refused until {@link #restart()}. */
  public void stop() {
    server.stop();
  }

  /** Comes back on the same port. */
  public void restart() {
    server = open(port);
  }

  /** Stops for good. */
  @Override
  public void close() {
    server.stop();
  }

  private WireMockServer open(int port) {
    WireMockServer opened =
        new WireMockServer(
            WireMockConfiguration.options()
                .bindAddress("localhost")
                .port(port)
                .containerThreads(THREADS)
                .jettyAcceptors(1)
                .disableRequestJournal()
                .extensions(new Answers()));
    opened.stubFor(any(anyUrl()));
    opened.start();
    return opened;
  }

  private ResponseDefinition respond(Request request) {
    if (request.getUrl().equals("/health")) {
      return StubReply.raw(healthy ? 200 : 503, "text/plain", "").toResponse();
    }
    String key = apiKey;
    if (key != null && !("Bearer " + key).equals(request.getHeader("Authorization"))) {
      return StubReply.raw(401, "application/json", "{\"error\":\"Unauthorized\"}").toResponse();
    }
    return switch (request.getMethod() + " " + request.getUrl()) {
      case "GET /v1/models" -> StubReply.json(VllmJson.models(model, maxModelLength)).toResponse();
      case "POST /tokenize" -> tokenize(request);
      case "POST /v1/chat/completions" -> complete(request);
      default -> StubReply.raw(404, "application/json", "{\"detail\":\"Not Found\"}").toResponse();
    };
  }

  private ResponseDefinition tokenize(Request request) {
    StubRequest asked = StubRequest.parse(Map.of(), request.getBodyAsString());
    return StubReply.json(VllmJson.tokens(asked.promptTokens(), maxModelLength)).toResponse();
  }

  private ResponseDefinition complete(Request request) {
    StubRequest asked = StubRequest.parse(headers(request), request.getBodyAsString());
    requests.add(asked);
    StubReply scripted = next.poll();
    if (scripted != null && scripted.isRaw()) {
      return scripted.toResponse();
    }
    if (!asked.model().equals(model)) {
      return VllmJson.error(
              404,
              "NotFoundError",
              "The model `" + asked.model() + "` does not exist. Valid aliases: " + model + ".",
              "model")
          .toResponse();
    }
    try {
      Obeyed obeyed = Obeyed.check(asked, dialect, maxModelLength);
      StubReply reply = scripted == null ? answer.apply(asked) : scripted;
      return reply.toResponse(asked.within(maxModelLength), obeyed, tellsCachedTokens);
    } catch (Obeyed.RefusedException e) {
      return VllmJson.error(400, "BadRequestError", String.valueOf(e.getMessage()), e.parameter)
          .toResponse();
    }
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HttpHeader header : request.getHeaders().all()) {
      headers.put(header.key(), header.firstValue());
    }
    return headers;
  }

  /** WireMock's way of computing a response from a request. */
  private final class Answers implements ResponseDefinitionTransformerV2 {
    @Override
    public String getName() {
      return "stub-vllm";
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
      try {
        return respond(event.getRequest());
      } catch (RuntimeException e) {
        return VllmJson.error(500, "StubError", "The stub failed: " + e).toResponse();
      }
    }
  }
}
