package dev.ecomllm.client.langchain4j;

import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.time.Duration;
import java.util.Objects;

/**
 * Any chat model of LangChain4j. Constraints and log-probabilities are not passed on, so answers
 * are repaired and checked on our side and their confidence is unknown. The time limit of a call is
 * the model's own; set its retries to 0, for we retry.
 */
public final class ChatModelClient implements ModelClient {

  private final String name;
  private final ChatModel chatModel;

  private ChatModelClient(String name, ChatModel chatModel) {
    this.name = name;
    this.chatModel = chatModel;
  }

  /**
   * A client on top of a chat model, which is not closed with it.
   *
   * @param name what to call the model in cache keys and results; two models must not share one
   * @throws IllegalArgumentException if the name is blank
   */
  public static ChatModelClient of(String name, ChatModel chatModel) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a model is blank");
    }
    return new ChatModelClient(name, Objects.requireNonNull(chatModel, "chatModel"));
  }

  @Override
  public String model() {
    return name;
  }

  @Override
  public ModelReply call(ModelRequest request, Duration timeout) {
    ChatRequest chatRequest =
        ChatRequest.builder()
            .messages(Conversation.messages(request.prompt()))
            .temperature(request.temperature())
            .maxOutputTokens(request.maxTokens())
            .build();
    try {
      return Conversation.reply(chatModel.chat(chatRequest), name);
    } catch (RuntimeException e) {
      throw failure(e);
    }
  }

  /** Without its cause, whose message may repeat the request, but with that message as detail. */
  private ModelCallException failure(RuntimeException failure) {
    String problem = "model '" + name + "' failed with " + failure.getClass().getSimpleName();
    String detail = Objects.requireNonNullElse(failure.getMessage(), "");
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (at instanceof HttpException http) {
        return ModelCallException.ofStatus(
                kind(failure), problem + ", HTTP " + http.statusCode(), http.statusCode(), null)
            .withDetail(detail);
      }
    }
    return ModelCallException.of(kind(failure), problem, null).withDetail(detail);
  }

  private static Kind kind(RuntimeException failure) {
    if (Thread.currentThread().isInterrupted()) {
      return Kind.INTERRUPTED;
    }
    if (failure instanceof RateLimitException) {
      return Kind.RATE_LIMITED;
    }
    if (failure instanceof TimeoutException) {
      return Kind.TIMED_OUT;
    }
    return failure instanceof NonRetriableException ? Kind.REJECTED : Kind.TRANSIENT;
  }

  /** The model's name. */
  @Override
  public String toString() {
    return "model '" + name + "'";
  }
}
