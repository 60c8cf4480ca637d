package dev.ecomllm.eval.run;

import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import java.time.Duration;

/** A client for evaluations: a request at another temperature than 0 is a mistake, and fails. */
public final class AtTemperatureZero implements ModelClient {

  private final ModelClient client;

  /** Guards a client; whoever made it closes it. */
  public AtTemperatureZero(ModelClient client) {
    this.client = client;
  }

  @Override
  public String model() {
    return client.model();
  }

  /**
   * Asks once.
   *
   * @throws IllegalArgumentException if the temperature is not 0
   */
  @Override
  public ModelReply call(ModelRequest request, Duration timeout) {
    if (request.temperature() != 0) {
      throw new IllegalArgumentException(
          "an evaluation asks at temperature 0, not " + request.temperature());
    }
    return client.call(request, timeout);
  }
}
