package dev.ecomllm.examples.service;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.classify.ProductClassifier;
import dev.ecomllm.client.langchain4j.EndpointClient;
import dev.ecomllm.extract.AttributeExtractor;
import dev.ecomllm.observe.EcomLlmListener;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;
import dev.ecomllm.route.Failover;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * An OpenAI-compatible server, which chooses from the embedded engine's shortlist; with the
 * fallback, the embedded engine answers what the server does not.
 */
final class EndpointEngine implements Engine {

  private static final Duration LOOK = Duration.ofSeconds(2);

  private final EmbeddedEcomLlm embedded;
  private final EndpointClient client;
  private final EcomLlm llm;
  private final boolean fallback;
  private final ProductClassifier classifier;
  private final AttributeExtractor extractor;
  private final ProductQa qa;

  /** What the last look at the server saw, and when. */
  private record Look(boolean well, long nanos) {}

  private Look last;

  EndpointEngine(ServiceSettings settings, EcomLlmListener metrics) {
    embedded = settings.wordsOnly() ? EmbeddedEcomLlm.openByWords() : EmbeddedEcomLlm.open();
    client =
        EndpointClient.builder()
            .endpoint(address(settings.endpoint()))
            .model(settings.model())
            .apiKey(settings.apiKey())
            .build();
    llm =
        EcomLlm.builder()
            .client(client)
            .deadline(settings.deadline())
            .timeout(settings.deadline())
            .candidates(embedded.categories())
            .listener(metrics)
            .build();
    fallback = settings.fallback();
    if (fallback) {
      Failover failover = Failover.within(settings.deadline());
      classifier = failover.classifier(llm.classifier(), embedded.classifier());
      extractor = failover.extractor(llm.extractor(), embedded.extractor());
      qa = failover.qa(llm.qa(), embedded.qa());
    } else {
      classifier = llm.classifier();
      extractor = llm.extractor();
      qa = llm.qa();
    }
    last = new Look(true, System.nanoTime() - LOOK.toNanos());
  }

  private static URI address(String text) {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException e) {
      // Without the text, in which someone may have put a password.
      throw new IllegalArgumentException("ecomllm.endpoint is no address: " + e.getReason());
    }
  }

  @Override
  public ProductClassifier classifier() {
    return classifier;
  }

  @Override
  public AttributeExtractor extractor() {
    return extractor;
  }

  @Override
  public ProductQa qa() {
    return qa;
  }

  @Override
  public String name() {
    return client.model();
  }

  /** Looks at the server at most every two seconds, however often it is asked. */
  @Override
  public synchronized boolean isWell() {
    if (System.nanoTime() - last.nanos() >= LOOK.toNanos()) {
      last = new Look(client.isReady(LOOK), System.nanoTime());
    }
    return last.well();
  }

  @Override
  public void warmUp(Product product) {
    embedded.classifier().classify(product);
    if (fallback) {
      embedded.qa().ask(product, "What is it made of?");
    }
  }

  @Override
  public void close() {
    llm.close();
    client.close();
  }
}
