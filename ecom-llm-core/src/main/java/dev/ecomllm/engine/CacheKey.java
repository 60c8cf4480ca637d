package dev.ecomllm.engine;

import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.prompt.Message;
import dev.ecomllm.task.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of everything that an answer depends on. Each text goes in with its length before it,
 * so that no two different requests are the same bytes.
 */
final class CacheKey {

  private final MessageDigest digest;

  private CacheKey() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  static String of(String model, Task<?, ?> task, ModelRequest request) {
    CacheKey key = new CacheKey();
    key.add(model);
    key.add(task.name());
    key.add(task.version());
    key.add(request.prompt().messages().size());
    for (Message message : request.prompt().messages()) {
      key.add(message.role().name());
      key.add(message.text());
    }
    key.add(request.constraint());
    key.add(request.maxTokens());
    key.add(Double.doubleToLongBits(request.temperature()));
    key.add(request.topLogprobs());
    return HexFormat.of().formatHex(key.digest.digest());
  }

  private void add(Constraint constraint) {
    if (constraint instanceof Constraint.Choice choice) {
      add("choice");
      add(choice.options().size());
      choice.options().forEach(this::add);
    } else if (constraint instanceof Constraint.JsonSchema json) {
      add("json");
      add(json.name());
      add(json.schema());
    } else if (constraint instanceof Constraint.Grammar grammar) {
      add("grammar");
      add(grammar.ebnf());
    } else {
      add("none");
    }
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  private void add(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
  }
}
