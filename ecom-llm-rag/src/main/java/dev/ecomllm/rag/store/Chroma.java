package dev.ecomllm.rag.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.chroma.ChromaApiVersion;
import dev.langchain4j.store.embedding.chroma.ChromaEmbeddingStore;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Chroma server (1.x, API v2) and a collection in it, through LangChain4j. Needs {@code
 * dev.langchain4j:langchain4j-chroma} on the class path. Immutable.
 *
 * <pre>{@code
 * VectorStore store = Chroma.at(URI.create("http://localhost:8000"))
 *     .withCollection("products")
 *     .withHeader("Authorization", "Bearer " + token)
 *     .open(EmbeddingSpace.of(embedder));
 * }</pre>
 */
public final class Chroma {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final String tenant;
  private final String database;
  private final String collection;
  private final Map<String, String> headers;
  private final Duration timeout;

  private Chroma(
      URI server,
      String tenant,
      String database,
      String collection,
      Map<String, String> headers,
      Duration timeout) {
    this.server = server;
    this.tenant = tenant;
    this.database = database;
    this.collection = collection;
    this.headers = headers;
    this.timeout = timeout;
  }

  /**
   * The collection {@code ecom-llm} of Chroma's default tenant and database, without headers, with
   * a timeout of 30 seconds.
   *
   * @param server such as {@code http://localhost:8000}
   */
  public static Chroma at(URI server) {
    return new Chroma(
        Objects.requireNonNull(server, "server"),
        "default_tenant",
        "default_database",
        "ecom-llm",
        Map.of(),
        Duration.ofSeconds(30));
  }

  /** Another tenant; it is made if it is not there. */
  public Chroma withTenant(String tenant) {
    return new Chroma(server, tenant, database, collection, headers, timeout);
  }

  /** Another database; it is made if it is not there. */
  public Chroma withDatabase(String database) {
    return new Chroma(server, tenant, database, collection, headers, timeout);
  }

  /** Another collection; it is made if it is not there. It should hold nothing else. */
  public Chroma withCollection(String collection) {
    return new Chroma(server, tenant, database, collection, headers, timeout);
  }

  /** One more header with every request, for the proxy that asks who is calling. */
  public Chroma withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Chroma(
        server, tenant, database, collection, Collections.unmodifiableMap(more), timeout);
  }

  /** How long one request may take. Default: 30 seconds. */
  public Chroma withTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a timeout must be more than zero");
    }
    return new Chroma(server, tenant, database, collection, headers, timeout);
  }

  /**
   * Opens the index in the collection, or begins one there.
   *
   * @throws IllegalArgumentException if it was built with another embedding model; the message
   *     names both
   * @throws StoreException if the server cannot be reached
   * @throws IllegalStateException if LangChain4j's Chroma client is not on the class path
   */
  public VectorStore open(EmbeddingSpace space) {
    LangChain4jStore.requireVectors(space);
    ChromaHttp http = new ChromaHttp(headers, timeout);
    EmbeddingStore<TextSegment> store;
    try {
      store = LangChain4jStore.attempt("reach Chroma at " + place(), () -> connect(http));
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "Chroma needs dev.langchain4j:langchain4j-chroma on the class path", e);
    }
    return LangChain4jStore.open(
        store,
        "the collection '" + collection + "' at " + place(),
        true,
        space,
        () -> LangChain4jStore.attempt("reach Chroma at " + place(), () -> label(http)));
  }

  /** The server without a password that its address may have. */
  private String place() {
    String port = server.getPort() < 0 ? "" : ":" + server.getPort();
    return server.getScheme() + "://" + server.getHost() + port;
  }

  private EmbeddingStore<TextSegment> connect(ChromaHttp http) {
    return OneHttpClient.during(
        http,
        () ->
            ChromaEmbeddingStore.builder()
                .apiVersion(ChromaApiVersion.V2)
                .baseUrl(server.toString())
                .tenantName(tenant)
                .databaseName(database)
                .collectionName(collection)
                .timeout(timeout)
                .build());
  }

  /** By its id, which finds it whatever the dimension of the vectors is. */
  private Optional<String> label(ChromaHttp http) {
    String collections =
        server.toString().replaceAll("/+$", "")
            + "/api/v2/tenants/"
            + tenant
            + "/databases/"
            + database
            + "/collections/";
    String id = call(http, HttpMethod.GET, collections + collection, "").path("id").asText();
    ObjectNode asked = JSON.createObjectNode();
    asked.putArray("ids").add(LangChain4jStore.LABEL);
    asked.putArray("include").add("documents");
    JsonNode found = call(http, HttpMethod.POST, collections + id + "/get", asked.toString());
    return Optional.of(found.path("documents").path(0).asText("")).filter(text -> !text.isEmpty());
  }

  private static JsonNode call(ChromaHttp http, HttpMethod method, String url, String body) {
    HttpRequest.Builder request =
        HttpRequest.builder().method(method).url(url).addHeader("Content-Type", "application/json");
    if (!body.isEmpty()) {
      request.body(body);
    }
    String reply = http.execute(request.build()).body();
    try {
      return JSON.readTree(reply);
    } catch (JsonProcessingException e) {
      throw new HttpException(502, "the reply is not JSON");
    }
  }

  /** The server and the collection: no header. */
  @Override
  public String toString() {
    return "Chroma[" + place() + ", " + collection + "]";
  }
}
