package dev.ecomllm.client.langchain4j;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelReply.Finish;
import dev.ecomllm.client.ModelReply.Usage;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.prompt.Message;
import dev.ecomllm.prompt.Prompt;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.LogProb;
import dev.langchain4j.model.openai.OpenAiChatResponseMetadata;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Our types to LangChain4j's and back. */
final class Conversation {

  private Conversation() {}

  static List<ChatMessage> messages(Prompt prompt) {
    return prompt.messages().stream().map(Conversation::message).toList();
  }

  private static ChatMessage message(Message message) {
    return switch (message.role()) {
      case SYSTEM -> SystemMessage.from(message.text());
      case USER -> UserMessage.from(message.text());
      case ASSISTANT -> AiMessage.from(message.text());
    };
  }

  /**
   * What the model answered.
   *
   * @param model its name where the server does not say
   */
  static ModelReply reply(ChatResponse response, String model) {
    return new ModelReply(
        Objects.requireNonNullElse(response.aiMessage().text(), ""),
        finish(response.finishReason()),
        response.metadata() instanceof OpenAiChatResponseMetadata openAi
            ? tokens(openAi.logProbs())
            : List.of(),
        usage(response.tokenUsage()),
        Objects.requireNonNullElse(response.modelName(), model));
  }

  private static Finish finish(@Nullable FinishReason reason) {
    if (reason == FinishReason.STOP) {
      return Finish.STOP;
    }
    return reason == FinishReason.LENGTH ? Finish.LENGTH : Finish.OTHER;
  }

  private static List<TokenLogprobs> tokens(@Nullable List<LogProb> tokens) {
    return tokens == null ? List.of() : tokens.stream().map(Conversation::token).toList();
  }

  private static TokenLogprobs token(LogProb token) {
    List<LogProb> top = token.topLogprobs();
    return new TokenLogprobs(
        token.token(),
        token.logprob(),
        top == null
            ? List.of()
            : top.stream()
                .map(other -> new TokenLogprobs.Alternative(other.token(), other.logprob()))
                .toList());
  }

  private static Usage usage(@Nullable TokenUsage usage) {
    if (usage == null) {
      return Usage.UNKNOWN;
    }
    Integer cached =
        usage instanceof OpenAiTokenUsage openAi && openAi.inputTokensDetails() != null
            ? openAi.inputTokensDetails().cachedTokens()
            : null;
    return new Usage(
        orZero(usage.inputTokenCount()), orZero(cached), orZero(usage.outputTokenCount()));
  }

  private static int orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
