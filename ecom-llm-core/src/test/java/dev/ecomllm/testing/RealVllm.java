package dev.ecomllm.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/**
 * The real vLLM that the profile {@code real-vllm} runs against: {@code
 * training-scripts/real_vllm/serve} starts one, with a base model and a LoRA adapter, and names it
 * in {@code ECOM_LLM_VLLM}.
 */
public final class RealVllm {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
  private final URI endpoint;
  private final List<JsonNode> models = new ArrayList<>();

  private RealVllm(URI endpoint) {
    this.endpoint = endpoint;
    get("/v1/models").path("data").forEach(models::add);
  }

  /**
   * The server that the environment names.
   *
   * @throws IllegalStateException if it names none
   */
  public static RealVllm connect() {
    String endpoint = System.getenv("ECOM_LLM_VLLM");
    if (endpoint == null) {
      throw new IllegalStateException(
          "ECOM_LLM_VLLM is not set: run this through training-scripts/real_vllm/serve");
    }
    return new RealVllm(URI.create(endpoint));
  }

  /** Such as {@code http://127.0.0.1:8000/v1}. */
  public URI endpoint() {
    return endpoint;
  }

  /** The name of the base model. */
  public String base() {
    return named(true);
  }

  /** The name of the LoRA adapter beside it. */
  public String adapter() {
    return named(false);
  }

  private String named(boolean base) {
    return models.stream()
        .filter(model -> model.path("parent").isNull() == base)
        .map(model -> model.path("id").asText())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + (base ? "base" : "adapter")));
  }

  /** The longest prompt and answer together, in tokens. */
  public int longest() {
    return models.get(0).path("max_model_len").asInt();
  }

  /** The sum of a metric over its labels, of those that contain a text such as {@code "abort"}. */
  public double metric(String name, String label) {
    return text(HttpRequest.newBuilder(endpoint.resolve("/metrics")))
        .lines()
        .filter(line -> line.startsWith("vllm:" + name + "{") && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** What a server path answers. */
  public JsonNode post(String path, JsonNode body) {
    return json(
        text(
            HttpRequest.newBuilder(endpoint.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))));
  }

  private JsonNode get(String path) {
    return json(text(HttpRequest.newBuilder(endpoint.resolve(path))));
  }

  private String text(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
