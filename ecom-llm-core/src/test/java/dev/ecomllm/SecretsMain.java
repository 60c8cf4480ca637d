package dev.ecomllm;

import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.error.EcomLlmException;
import dev.ecomllm.observe.LogListener;
import dev.ecomllm.product.Product;
import java.net.URI;
import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Asks many times, and prints all that comes of it. Runs in a JVM of its own. */
final class SecretsMain {

  private static final Product PRODUCT =
      Product.of("sku-1", "Title " + SecretsTest.TEXT)
          .withBrand(SecretsTest.TEXT)
          .withDescription(SecretsTest.TEXT + " described")
          .withField("colour", SecretsTest.TEXT);

  private SecretsMain() {}

  public static void main(String[] args) {
    Logger all = Logger.getLogger("");
    all.setLevel(Level.ALL);
    for (var handler : all.getHandlers()) {
      ((ConsoleHandler) handler).setLevel(Level.ALL);
    }
    LoggerFactory.getLogger(SecretsMain.class).debug("captured");
    EcomLlm.Builder builder =
        EcomLlm.builder()
            .endpoint(URI.create(args[0]))
            .model("stub-model")
            .apiKey(SecretsTest.KEY)
            .maxAttempts(1)
            .cache(new BrokenCache())
            .listener(event -> System.out.println(event))
            .listener(new LogListener())
            .listener(
                event -> {
                  throw new IllegalStateException(SecretsTest.TEXT);
                });
    try (EcomLlm llm = builder.build()) {
      System.out.println(llm);
      for (int i = 0; i < 20; i++) {
        attempt(() -> llm.classifier().classify(PRODUCT));
        attempt(() -> llm.extractor().extract(PRODUCT));
        attempt(() -> llm.enrich(PRODUCT));
        attempt(() -> llm.qa().ask(PRODUCT, "Is it " + SecretsTest.TEXT + "?"));
      }
    }
    System.out.println("done");
  }

  private static void attempt(Runnable question) {
    try {
      question.run();
    } catch (EcomLlmException e) {
      e.printStackTrace(System.out);
    }
  }

  private static final class BrokenCache implements ResponseCache {
    @Override
    public Optional<ModelReply> get(String key) {
      throw new IllegalStateException(SecretsTest.TEXT);
    }

    @Override
    public void put(String key, ModelReply reply) {
      throw new IllegalStateException(SecretsTest.TEXT);
    }
  }
}
