package dev.ecomllm.examples.spark;

import java.io.Serializable;

/**
 * What goes to the executors: names and numbers alone. Each opens its own engine from them ({@link
 * Engines}); the key of an endpoint comes from the executor's environment and never travels.
 *
 * @param kind who answers
 * @param endpoint of the model server, such as {@code http://gpu-1:8000/v1}; {@code ""} without one
 * @param model that the server serves; {@code ""} without one
 * @param attributes whether attributes are extracted too
 * @param atOnce products that each Spark task asks about at once, at least 1
 */
record EngineSettings(Kind kind, String endpoint, String model, boolean attributes, int atOnce)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** Who answers. */
  enum Kind {
    /** In the executor, by words: quickest. */
    WORDS,
    /** In the executor, with the embedding model. */
    EMBEDDED,
    /** A model server, which chooses from the shortlist of the embedded engine. */
    ENDPOINT
  }

  EngineSettings {
    if (kind == Kind.ENDPOINT && (endpoint.isBlank() || model.isBlank())) {
      throw new IllegalArgumentException("an endpoint needs --endpoint and --model");
    }
    if (atOnce < 1) {
      throw new IllegalArgumentException("--at-once must be at least 1, not " + atOnce);
    }
  }
}
