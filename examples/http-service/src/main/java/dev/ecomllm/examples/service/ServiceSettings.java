package dev.ecomllm.examples.service;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The settings that start with {@code ecomllm.}; {@code application.properties} has their defaults
 * and says what each means.
 *
 * @param endpoint an OpenAI-compatible server; blank: the embedded engine
 * @param model the endpoint's model
 * @param apiKey what the endpoint asks for as a bearer token
 * @param fallback whether the embedded engine answers what the endpoint does not
 * @param wordsOnly whether the embedded engine works without its embedding model
 * @param deadline for one answer, waiting included
 * @param atOnce answers worked on at once; 0 chooses
 * @param waiting requests that may wait for their turn
 * @param keys who may ask: {@code name:key}; none: anyone
 * @param rate products a second for each key or address; 0: any number
 * @param burst products that may come at once
 * @param maxBody the longest body of a request
 * @param maxBatch the most items of a batch
 * @param allowedOrigins sites whose pages may call
 */
@ConfigurationProperties("ecomllm")
public record ServiceSettings(
    String endpoint,
    String model,
    String apiKey,
    boolean fallback,
    boolean wordsOnly,
    Duration deadline,
    int atOnce,
    int waiting,
    List<String> keys,
    double rate,
    double burst,
    DataSize maxBody,
    int maxBatch,
    List<String> allowedOrigins) {

  private static final int ENDPOINT_AT_ONCE = 64;

  /** Checks, and chooses what is left open. */
  public ServiceSettings {
    if (deadline.isZero() || deadline.isNegative() || maxBatch < 1 || waiting < 0 || rate < 0) {
      throw new IllegalArgumentException(
          "ecomllm.deadline and max-batch must be more than zero, waiting and rate not less");
    }
    if (atOnce <= 0) {
      atOnce = endpoint.isBlank() ? Runtime.getRuntime().availableProcessors() : ENDPOINT_AT_ONCE;
    }
    keys = List.copyOf(keys);
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /**
   * The keys by the names of their owners.
   *
   * @throws IllegalArgumentException if one has no name; the message holds no key
   */
  Map<String, String> keysByName() {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String entry : keys) {
      int colon = entry.indexOf(':');
      if (colon < 1 || colon == entry.length() - 1) {
        throw new IllegalArgumentException("ecomllm.keys must be name:key,name:key");
      }
      byName.put(entry.substring(0, colon), entry.substring(colon + 1));
    }
    return byName;
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "ServiceSettings[" + (endpoint.isBlank() ? "embedded" : model) + "]";
  }
}
