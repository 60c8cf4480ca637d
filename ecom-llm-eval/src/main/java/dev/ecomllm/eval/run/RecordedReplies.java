package dev.ecomllm.eval.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.eval.dataset.DatasetFormatException;
import dev.ecomllm.eval.dataset.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A model's replies in a file, by the SHA-256 of the whole request and the model's name: recorded
 * once, then tests run without a model. A changed prompt is another request, so it is not answered
 * from old replies. The file holds what the model wrote, which may repeat product text; it holds no
 * requests and no keys. Thread-safe.
 */
public final class RecordedReplies implements ModelClient {

  private final String model;
  private final @Nullable ModelClient client;
  private final Path file;
  private final Map<String, ModelReply> replies = new ConcurrentHashMap<>();

  private RecordedReplies(String model, @Nullable ModelClient client, Path file)
      throws IOException {
    this.model = model;
    this.client = client;
    this.file = file;
    if (Files.exists(file)) {
      read();
    }
  }

  /**
   * Answers from the file alone. A request that is not in it fails with {@link Kind#REJECTED}.
   *
   * @param model the recorded model's name
   * @throws DatasetFormatException if a line is no recorded reply
   * @throws NoSuchFileException if there is no file
   */
  public static RecordedReplies replay(String model, Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return new RecordedReplies(model, null, file);
  }

  /**
   * Answers from the file, asks the client what is not in it, and adds its replies. Failures are
   * not recorded.
   *
   * @param client asked; whoever made it closes it
   * @param file made if it is missing
   * @throws DatasetFormatException if a line is no recorded reply
   */
  public static RecordedReplies record(ModelClient client, Path file) throws IOException {
    return new RecordedReplies(client.model(), client, file);
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public ModelReply call(ModelRequest request, Duration timeout) {
    String key = key(request);
    ModelReply recorded = replies.get(key);
    if (recorded != null) {
      return recorded;
    }
    if (client == null) {
      throw ModelCallException.of(
          Kind.REJECTED,
          "no recorded reply in " + file.getFileName() + " for this request; record it again",
          null);
    }
    ModelReply reply = client.call(request, timeout);
    ModelReply earlier = replies.putIfAbsent(key, reply);
    if (earlier != null) {
      return earlier;
    }
    append(write(key, reply));
    return reply;
  }

  /** How many replies there are. */
  public int size() {
    return replies.size();
  }

  private synchronized void append(ObjectNode line) {
    try {
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String key(ModelRequest request) {
    ObjectNode json = JsonLines.MAPPER.createObjectNode();
    json.put("model", model);
    ArrayNode turns = json.putArray("prompt");
    request
        .prompt()
        .messages()
        .forEach(turn -> turns.addArray().add(turn.role().name()).add(turn.text()));
    json.put("constraint", request.constraint().toString());
    json.put("maxTokens", request.maxTokens());
    json.put("temperature", request.temperature());
    json.put("topLogprobs", request.topLogprobs());
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(json.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static ObjectNode write(String key, ModelReply reply) {
    ObjectNode json = JsonLines.MAPPER.createObjectNode();
    json.put("key", key).put("model", reply.model()).put("text", reply.text());
    json.put("finish", reply.finish().name());
    ArrayNode tokens = json.putArray("tokens");
    for (TokenLogprobs token : reply.tokens()) {
      ArrayNode top = tokens.addArray().add(token.token()).add(token.logprob()).addArray();
      token.top().forEach(other -> top.addArray().add(other.token()).add(other.logprob()));
    }
    json.putArray("usage")
        .add(reply.usage().promptTokens())
        .add(reply.usage().cachedTokens())
        .add(reply.usage().completionTokens());
    return json;
  }

  private void read() throws IOException {
    try (JsonLines lines = JsonLines.open(file)) {
      while (lines.hasNext()) {
        JsonLines.Row row = lines.next();
        JsonNode json = row.object();
        if (!json.path("key").isTextual() || !json.path("text").isTextual()) {
          throw new DatasetFormatException(
              String.valueOf(file.getFileName()), row.line(), "no recorded reply");
        }
        replies.put(json.path("key").asText(), reply(json));
      }
    }
  }

  private static ModelReply reply(JsonNode json) {
    List<TokenLogprobs> tokens = new ArrayList<>();
    for (JsonNode token : json.path("tokens")) {
      List<TokenLogprobs.Alternative> top = new ArrayList<>();
      for (JsonNode other : token.path(2)) {
        top.add(new TokenLogprobs.Alternative(other.path(0).asText(), other.path(1).asDouble()));
      }
      tokens.add(new TokenLogprobs(token.path(0).asText(), token.path(1).asDouble(), top));
    }
    JsonNode usage = json.path("usage");
    return new ModelReply(
        json.path("text").asText(),
        json.path("finish").asText().equals("STOP")
            ? ModelReply.Finish.STOP
            : json.path("finish").asText().equals("LENGTH")
                ? ModelReply.Finish.LENGTH
                : ModelReply.Finish.OTHER,
        tokens,
        new ModelReply.Usage(usage.path(0).asInt(), usage.path(1).asInt(), usage.path(2).asInt()),
        json.path("model").asText());
  }
}
