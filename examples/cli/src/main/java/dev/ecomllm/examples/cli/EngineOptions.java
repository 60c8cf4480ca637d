package dev.ecomllm.examples.cli;

import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.qa.KnowledgeSource;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.knowledge.ProductKnowledge;
import dev.ecomllm.rag.store.EmbeddingSpace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say who answers. */
final class EngineOptions {

  /** Who answers. */
  enum Kind {
    EMBEDDED,
    ENDPOINT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a category is asked for. */
  enum StrategyName {
    SHORTLIST,
    PATH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--engine",
      description =
          "One of ${COMPLETION-CANDIDATES}; default: endpoint if --endpoint is given, else"
              + " embedded.")
  private @Nullable Kind kind;

  @Option(
      names = "--endpoint",
      description = "OpenAI-compatible server, such as http://localhost:8000/v1.")
  private @Nullable URI endpoint;

  @Option(names = "--model", description = "The endpoint's model, as the server lists it.")
  private String model = "";

  @Option(
      names = "--strategy",
      description =
          "On an endpoint, how a category is asked for: ${COMPLETION-CANDIDATES}; default:"
              + " shortlist.")
  private StrategyName strategy = StrategyName.SHORTLIST;

  @Option(names = "--candidates", description = "Categories in a shortlist, 1 to 19; default: 19.")
  private int candidates = 19;

  @Option(names = "--calibration", description = "File that `ecomllm calibrate` wrote.")
  private @Nullable Path calibration;

  @Option(
      names = "--target-precision",
      description = "Share of decided categories that is to be right; default: 0.9.")
  private double targetPrecision = 0.9;

  @Option(
      names = "--words-only",
      description = "Embedded: without the embedding model; many times as fast, and less exact.")
  private boolean wordsOnly;

  @Option(
      names = "--examples",
      description = "Labelled rows of the shop's own to learn from, JSONL.")
  private @Nullable Path examples;

  @Mixin private StoreOptions store = new StoreOptions();

  /** What the store knows, if there is one. */
  Optional<KnowledgeSource> knowledge() {
    if (!store.isGiven()) {
      return Optional.empty();
    }
    ProductKnowledge knowledge;
    if (wordsOnly) {
      knowledge = ProductKnowledge.byWords(store.open(EmbeddingSpace.WORDS));
    } else {
      Embedder embedder = LangChain4jEmbedder.bgeSmallEn();
      knowledge = ProductKnowledge.of(store.open(EmbeddingSpace.of(embedder)), embedder);
    }
    return Optional.of(
        knowledge.withFamily(product -> product.fields().getOrDefault("family", "")));
  }

  Kind kind() {
    if (kind != null) {
      return kind;
    }
    return endpoint == null ? Kind.EMBEDDED : Kind.ENDPOINT;
  }

  URI requireEndpoint() {
    if (endpoint == null || model.isBlank()) {
      throw new IllegalArgumentException("--engine endpoint needs --endpoint and --model");
    }
    return endpoint;
  }

  String model() {
    return model;
  }

  StrategyName strategy() {
    return strategy;
  }

  int candidates() {
    return candidates;
  }

  Optional<Path> calibration() {
    return Optional.ofNullable(calibration);
  }

  double targetPrecision() {
    return targetPrecision;
  }

  boolean wordsOnly() {
    return wordsOnly;
  }

  Optional<Path> examples() {
    return Optional.ofNullable(examples);
  }

  /** What answers depend on that no task knows: what the shop's own examples hold. */
  String fingerprint() throws IOException {
    if (examples == null) {
      return "no examples";
    }
    CRC32C crc = new CRC32C();
    crc.update(Files.readAllBytes(examples));
    return "examples " + Long.toHexString(crc.getValue());
  }

  /** Opens whoever answers; what an endpoint replies, the listener is told. */
  Engine open(PredictCommand.TaskName task, EcomLlmListener listener) {
    return switch (kind()) {
      case EMBEDDED -> new EmbeddedEngine(this, task);
      case ENDPOINT -> new EndpointEngine(this, listener);
    };
  }
}
