package dev.ecomllm.engine;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.task.Task;
import java.util.Optional;

/** A task that shows its input and takes any answer but those that start with "bad". */
final class Echo implements Task<String, String> {

  String version = "1";
  boolean asksAgain;

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public String productId(String input) {
    return "sku-" + input;
  }

  @Override
  public ModelRequest ask(String input) {
    return ModelRequest.of(Prompt.of(input), 10);
  }

  @Override
  public String read(String input, ModelReply reply) {
    if (reply.text().startsWith("bad")) {
      throw new InvalidOutputException("expected something good", reply.text());
    }
    return reply.text();
  }

  @Override
  public Optional<ModelRequest> askAgain(
      String input, ModelRequest asked, InvalidOutputException problem) {
    return asksAgain
        ? Optional.of(asked.withPrompt(asked.prompt().then(problem.output(), "try again")))
        : Optional.empty();
  }

  @Override
  public String version() {
    return version;
  }
}
