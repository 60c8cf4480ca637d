package dev.ecomllm;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.classify.CandidateSource;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ClassifierOptions;
import dev.ecomllm.classify.ModelClassifier;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.langchain4j.Dialect;
import dev.ecomllm.client.langchain4j.EndpointClient;
import dev.ecomllm.engine.CallSettings;
import dev.ecomllm.engine.Replicas;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.engine.Timing;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ModelExtractor;
import dev.ecomllm.extract.SchemaRegistry;
import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.KnowledgeSource;
import dev.ecomllm.qa.ModelQa;
import dev.ecomllm.taxonomy.Taxonomy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The door: typed answers about products from one model. Make one for each model and keep it; it is
 * thread-safe, reuses its connections, and an interrupt of the calling thread ends a call.
 *
 * <pre>{@code
 * EcomLlm llm = EcomLlm.builder()
 *     .endpoint(URI.create("http://localhost:8000/v1"))
 *     .model("ecom-mistral-7b")
 *     .build();
 * Classification c = llm.classifier().classify(Product.of("sku-1", "Nike Air Max 90"));
 * }</pre>
 */
public final class EcomLlm implements AutoCloseable {

  private final TaskRunner runner;
  private final Taxonomy taxonomy;
  private final Optional<CandidateSource> candidates;
  private final SchemaRegistry schemas;
  private final ModelExtractor extractor;
  private final ModelQa qa;

  /** Made on first use: it reads the whole tree. */
  private volatile @Nullable ModelClassifier classifier;

  private final Runnable closing;

  private EcomLlm(Builder builder, ModelClient client, Runnable closing) {
    runner =
        new TaskRunner(client, builder.settings, builder.cache, builder.listeners, builder.timing);
    taxonomy = builder.taxonomy;
    candidates = Optional.ofNullable(builder.candidates);
    schemas = builder.schemas();
    extractor = ModelExtractor.of(runner);
    qa = builder.knowledge == null ? ModelQa.of(runner) : ModelQa.of(runner, builder.knowledge);
    this.closing = closing;
  }

  /** Starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * One with the defaults, for the endpoint that the environment names: {@code ECOM_LLM_ENDPOINT}
   * (such as {@code http://localhost:8000/v1}), {@code ECOM_LLM_MODEL} and, if the server wants
   * one, {@code ECOM_LLM_API_KEY}.
   *
   * @throws IllegalArgumentException if one of the first two is not set, or makes no sense
   */
  public static EcomLlm fromEnv() {
    return fromEnv(System.getenv());
  }

  static EcomLlm fromEnv(Map<String, String> environment) {
    return builder()
        .endpoint(address(needed(environment, "ECOM_LLM_ENDPOINT")))
        .model(needed(environment, "ECOM_LLM_MODEL"))
        .apiKey(environment.getOrDefault("ECOM_LLM_API_KEY", ""))
        .build();
  }

  private static String needed(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }

  private static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Without the text, in which someone may have put a password.
      throw new IllegalArgumentException("ECOM_LLM_ENDPOINT is no address: " + e.getReason());
    }
  }

  /** The classifier with the default options, over this taxonomy. Made once. */
  public ModelClassifier classifier() {
    ModelClassifier made = classifier;
    if (made == null) {
      // Two threads may each make one; either will do.
      made = classifier(ClassifierOptions.defaults().withTaxonomy(taxonomy));
      classifier = made;
    }
    return made;
  }

  /**
   * A classifier with these options, their taxonomy included. One that writes paths indexes the
   * tree, so keep it.
   *
   * @throws IllegalArgumentException if the options ask for a shortlist and no candidate source is
   *     set, or hold a calibration of other answers
   */
  public ModelClassifier classifier(ClassifierOptions options) {
    return candidates
        .map(source -> ModelClassifier.of(runner, options, source))
        .orElseGet(() -> ModelClassifier.of(runner, options));
  }

  /** Extracts attributes, those of a schema or any that the text states; always the same one. */
  public ModelExtractor extractor() {
    return extractor;
  }

  /**
   * Classifies a product, then extracts the attributes that products of the decided category have.
   * Where the category is left to a person, any attribute that the text states is extracted.
   *
   * @throws EcomLlmException if one of the two answers does not come or is unusable
   */
  public Enrichment enrich(Product product) {
    Classification classification = classifier().classify(product);
    ExtractRequest request =
        classification
            .decided()
            .map(
                category ->
                    ExtractRequest.of(product, schemas.schemaFor(category))
                        .withCategory(category.path().toString()))
            .orElseGet(() -> ExtractRequest.open(product));
    return new Enrichment(classification, extractor.extract(request));
  }

  /**
   * Answers questions from what the knowledge source finds or, without one, from the product's own
   * text; always the same one.
   */
  public ModelQa qa() {
    return qa;
  }

  /** Closes the connections; calls on their way fail. A client that was handed in is not closed. */
  @Override
  public void close() {
    closing.run();
  }

  /** The model's name. */
  @Override
  public String toString() {
    return "EcomLlm[" + runner.model() + "]";
  }

  /** Gathers settings. Not thread-safe; {@link #build()} copies, so a builder can be used again. */
  public static final class Builder {

    private final EndpointClient.Builder endpoint = EndpointClient.builder();
    private List<URI> endpoints = List.of();
    private boolean endpointUsed;
    private List<ModelClient> clients = List.of();
    private Duration breakerPause = Duration.ofSeconds(5);
    private CallSettings settings = CallSettings.DEFAULTS;
    private ResponseCache cache = ResponseCache.none();
    private final List<EcomLlmListener> listeners = new ArrayList<>();
    private Taxonomy taxonomy = Taxonomy.google();
    private @Nullable CandidateSource candidates;
    private @Nullable SchemaRegistry schemas;
    private @Nullable KnowledgeSource knowledge;
    private Timing timing = Timing.system();

    private Builder() {}

    /**
     * Where an OpenAI-compatible server is, such as {@code http://localhost:8000/v1}. Needs a
     * {@link #model(String)} too. Either this or {@link #client(ModelClient)} is needed.
     *
     * @throws IllegalArgumentException if it is not an absolute http or https address, or holds a
     *     user, a query or a fragment
     */
    public Builder endpoint(URI endpoint) {
      return endpoints(endpoint);
    }

    /**
     * Several servers of the same model. Each question goes to the one with the fewest on their
     * way; one that failed last is asked only if no other is left.
     *
     * @throws IllegalArgumentException if one is not an absolute http or https address, or holds a
     *     user, a query or a fragment
     */
    public Builder endpoints(URI... endpoints) {
      for (URI each : endpoints) {
        endpoint.endpoint(each);
      }
      this.endpoints = List.of(endpoints);
      endpointUsed = true;
      return this;
    }

    /**
     * The name of the endpoint's model, as the server lists it.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder model(String model) {
      endpoint.model(model);
      endpointUsed = true;
      return this;
    }

    /**
     * What the endpoint asks for as a bearer token; by default, and where it is blank, none is
     * sent. It stands in no message and no log.
     *
     * @throws IllegalArgumentException if it holds anything but printable ASCII
     */
    public Builder apiKey(String apiKey) {
      endpoint.apiKey(apiKey);
      endpointUsed = true;
      return this;
    }

    /**
     * Where the bearer token comes from, where it changes: asked for each call, on the thread that
     * makes it.
     */
    public Builder apiKey(Supplier<String> apiKey) {
      endpoint.apiKey(apiKey);
      endpointUsed = true;
      return this;
    }

    /** How the endpoint takes constraints. The default is {@link Dialect#AUTO}: it is asked. */
    public Builder dialect(Dialect dialect) {
      endpoint.dialect(dialect);
      endpointUsed = true;
      return this;
    }

    /**
     * Any model, instead of an endpoint; an {@link EndpointClient} for settings that are not here,
     * such as TLS and a proxy. Whoever made it closes it.
     */
    public Builder client(ModelClient client) {
      return clients(client);
    }

    /**
     * Several clients of one model, used like {@link #endpoints(URI...)}. Whoever made them closes
     * them.
     */
    public Builder clients(ModelClient... clients) {
      this.clients = List.of(clients);
      return this;
    }

    /**
     * For one try, retries not included; more than zero. The default is 30 seconds.
     *
     * @throws IllegalArgumentException if it is not more than zero
     */
    public Builder timeout(Duration timeout) {
      settings = settings.withTimeout(timeout);
      return this;
    }

    /**
     * For a whole answer, with all tries and the pauses between them; more than zero. The default
     * is 60 seconds. A pause that would end later is not begun.
     *
     * @throws IllegalArgumentException if it is not more than zero
     */
    public Builder deadline(Duration deadline) {
      settings = settings.withDeadline(deadline);
      return this;
    }

    /**
     * How often a request is tried at most, at least once. The default is 3. Only failures that may
     * pass are tried again, after a pause of 0.25 seconds or more that doubles each time, or as
     * long as the server says. When many fail, only one question in five is tried again, beyond the
     * first hundred, so that an outage does not get three times the load.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxAttempts(int maxAttempts) {
      settings = settings.withMaxAttempts(maxAttempts);
      return this;
    }

    /**
     * How long a server is left alone that failed 10 times in a row by its own fault (refused,
     * reset, timed out, 5xx). After that it is asked whether it is ready, and then one question.
     * Meanwhile questions go to the others or fail at once, as {@link
     * ModelCallException.Kind#CIRCUIT_OPEN}. The default is 5 seconds; zero for never.
     *
     * @throws IllegalArgumentException if it is less than zero
     */
    public Builder breakerPause(Duration pause) {
      if (pause.isNegative()) {
        throw new IllegalArgumentException("breakerPause must be at least zero, not " + pause);
      }
      breakerPause = pause;
      return this;
    }

    /**
     * How long a try may take before a second one is sent beside it, on another server if there is
     * one; the first answer counts. At most one try in ten has a second. The default is zero:
     * never.
     *
     * @throws IllegalArgumentException if it is less than zero
     */
    public Builder hedgeAfter(Duration hedgeAfter) {
      settings = settings.withHedgeAfter(hedgeAfter);
      return this;
    }

    /**
     * How many requests are sent at most in a second, over all endpoints. Whoever comes too soon
     * waits, or fails at once if the deadline is nearer. The default is zero: any number.
     *
     * @throws IllegalArgumentException if it is less than zero
     */
    public Builder requestsPerSecond(double requests) {
      settings = settings.withRequestsPerSecond(requests);
      return this;
    }

    /**
     * How many tokens of prompts and replies are used at most in a second, over all endpoints. A
     * request is first taken for a token for every 4 characters and its longest reply, then for
     * what the server says. Whoever comes too soon waits, or fails at once if the deadline is
     * nearer. The default is zero: any number.
     *
     * @throws IllegalArgumentException if it is less than zero
     */
    public Builder tokensPerSecond(double tokens) {
      settings = settings.withTokensPerSecond(tokens);
      return this;
    }

    /**
     * Where answers are remembered. The default is nowhere. With a cache, the same question asked
     * several times at once is sent once. Whoever made it closes it.
     */
    public Builder cache(ResponseCache cache) {
      this.cache = Objects.requireNonNull(cache, "cache");
      return this;
    }

    /** One more listener; what it throws is logged and dropped. */
    public Builder listener(EcomLlmListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /** The tree that products are classified in. The default is {@link Taxonomy#google()}. */
    public Builder taxonomy(Taxonomy taxonomy) {
      this.taxonomy = Objects.requireNonNull(taxonomy, "taxonomy");
      return this;
    }

    /**
     * Where categories to choose from are found. Without one, which is the default, the model
     * writes categories itself.
     */
    public Builder candidates(CandidateSource candidates) {
      this.candidates = Objects.requireNonNull(candidates, "candidates");
      return this;
    }

    /**
     * Which attributes the products of a category have. The default is {@link
     * SchemaRegistry#builtin()} for Google's tree, and none for any other.
     */
    public Builder schemas(SchemaRegistry schemas) {
      this.schemas = Objects.requireNonNull(schemas, "schemas");
      return this;
    }

    private SchemaRegistry schemas() {
      if (schemas != null) {
        return schemas;
      }
      // Google's ids mean the same in all its versions, and nothing in other trees.
      return taxonomy.name().equals(Taxonomy.google().name())
          ? SchemaRegistry.builtin()
          : SchemaRegistry.empty(taxonomy);
    }

    /**
     * Where passages that answer questions are found. Without one, which is the default, questions
     * are answered from the product's own text.
     */
    public Builder knowledge(KnowledgeSource knowledge) {
      this.knowledge = Objects.requireNonNull(knowledge, "knowledge");
      return this;
    }

    /** Clock, sleep and chance, for tests. */
    Builder timing(Timing timing) {
      this.timing = timing;
      return this;
    }

    /**
     * The door. Nothing is sent yet.
     *
     * @throws IllegalArgumentException if there is neither an endpoint with its model nor a client,
     *     or both
     */
    public EcomLlm build() {
      if (!clients.isEmpty() && endpointUsed) {
        throw new IllegalArgumentException(
            "a client is set, so endpoint, model, apiKey and dialect must not be");
      }
      List<ModelClient> all = clients.isEmpty() ? connect() : clients;
      ModelClient client = Replicas.of(all, breakerPause, timing);
      return new EcomLlm(this, client, clients.isEmpty() ? client::close : () -> {});
    }

    private List<ModelClient> connect() {
      List<ModelClient> made = new ArrayList<>();
      for (URI each : endpoints) {
        made.add(endpoint.endpoint(each).build());
      }
      return made.isEmpty() ? List.of(endpoint.build()) : made;
    }
  }
}
