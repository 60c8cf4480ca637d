package dev.ecomllm.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link StubVllm} answers. Immutable. */
public final class StubReply {

  private final @Nullable String text;
  private final Map<String, Double> distribution;

  /** All that is sent, where it is no completion. */
  private final @Nullable ResponseDefinition raw;

  private final Duration delay;
  private final String finish;

  private StubReply(
      @Nullable String text,
      Map<String, Double> distribution,
      @Nullable ResponseDefinition raw,
      Duration delay,
      String finish) {
    this.text = text;
    this.distribution = distribution;
    this.raw = raw;
    this.delay = delay;
    this.finish = finish;
  }

  /** The model writes this. A constraint that the server obeys bends it, as it would a model. */
  public static StubReply text(String text) {
    return completion(text, Map.of());
  }

  /**
   * The model writes one token, of which this was the distribution. A choice that the server obeys
   * takes out all other tokens, and the rest is scaled up to 1.
   *
   * @param probabilities of each token, more than 0, together about 1
   */
  public static StubReply distribution(Map<String, Double> probabilities) {
    if (probabilities.isEmpty()) {
      throw new IllegalArgumentException("a distribution needs a token");
    }
    return completion("", Map.copyOf(probabilities));
  }

  /** The server sends a completion whose {@code content} is {@code null}. */
  public static StubReply nullContent() {
    return completion(null, Map.of());
  }

  /** The server refuses, in vLLM's words. */
  public static StubReply status(int status) {
    return VllmJson.error(status, "Error", "The stub was told to answer " + status + ".");
  }

  /** The server is full: 429, or 503 where a queue limit is set. */
  public static StubReply full(int status, String retryAfter) {
    return whole(
        ResponseDefinitionBuilder.like(status(status).toResponse())
            .withHeader("Retry-After", retryAfter)
            .build());
  }

  /** The server answers just this. */
  public static StubReply raw(int status, String contentType, String body) {
    return whole(
        new ResponseDefinitionBuilder()
            .withStatus(status)
            .withHeader("Content-Type", contentType)
            .withBody(body)
            .build());
  }

  /** The connection is reset before anything is sent. */
  public static StubReply reset() {
    return whole(new ResponseDefinitionBuilder().withFault(Fault.CONNECTION_RESET_BY_PEER).build());
  }

  /** The connection is closed before anything is sent. */
  public static StubReply closed() {
    return whole(new ResponseDefinitionBuilder().withFault(Fault.EMPTY_RESPONSE).build());
  }

  /** The connection is closed in the middle of the answer. */
  public static StubReply cutOff() {
    return whole(new ResponseDefinitionBuilder().withFault(Fault.MALFORMED_RESPONSE_CHUNK).build());
  }

  static StubReply json(JsonNode body) {
    return raw(200, "application/json", body.toString());
  }

  private static StubReply completion(@Nullable String text, Map<String, Double> distribution) {
    return new StubReply(text, distribution, null, Duration.ZERO, "stop");
  }

  private static StubReply whole(ResponseDefinition raw) {
    return new StubReply("", Map.of(), raw, Duration.ZERO, "");
  }

  /** This reply, sent after a while. */
  public StubReply after(Duration delay) {
    return new StubReply(text, distribution, raw, delay, finish);
  }

  /** This completion with another {@code finish_reason} than {@code "stop"}. */
  public StubReply finish(String reason) {
    return new StubReply(text, distribution, raw, delay, reason);
  }

  /** Whether the server never gets to the point of writing a completion. */
  boolean isRaw() {
    return raw != null;
  }

  ResponseDefinition toResponse() {
    return ResponseDefinitionBuilder.like(Objects.requireNonNull(raw))
        .withFixedDelay((int) delay.toMillis())
        .build();
  }

  ResponseDefinition toResponse(StubRequest request, Obeyed obeyed, boolean tellsCachedTokens) {
    if (isRaw()) {
      return toResponse();
    }
    ObjectNode body =
        distribution.isEmpty()
            ? VllmJson.completion(request, text == null ? null : obeyed.bend(text), finish)
            : VllmJson.completion(request, obeyed.mask(distribution), finish);
    if (tellsCachedTokens) {
      VllmJson.addCachedTokens(body);
    }
    return new ResponseDefinitionBuilder()
        .withStatus(200)
        .withHeader("Content-Type", "application/json")
        .withFixedDelay((int) delay.toMillis())
        .withBody(body.toString())
        .build();
  }
}
