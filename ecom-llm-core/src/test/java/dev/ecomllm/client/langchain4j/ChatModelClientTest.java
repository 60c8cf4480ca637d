package dev.ecomllm.client.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelClientContract;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** LangChain4j's own model, plugged in as an application would. */
class ChatModelClientTest extends ModelClientContract {

  @Override
  protected ModelClient client(URI endpoint, Duration timeout) {
    ChatModel chatModel =
        OpenAiChatModel.builder()
            .httpClientBuilder(
                JdkHttpClient.builder()
                    .httpClientBuilder(
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)))
            .baseUrl(endpoint.toString())
            .modelName(vllm.model())
            .timeout(timeout)
            .maxRetries(0)
            .build();
    return ChatModelClient.of(vllm.model(), chatModel);
  }

  @Test
  void passesNoConstraintAndNoLogprobs() {
    client()
        .call(HELLO.withConstraint(new Constraint.Choice(List.of("A"))).withTopLogprobs(5), LONG);

    assertThat(vllm.lastRequest().choices()).isEmpty();
    assertThat(vllm.lastRequest().topLogprobs()).isZero();
  }

  @Test
  void wantsAName() {
    assertThatThrownBy(() -> ChatModelClient.of(" ", new ChatModel() {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ChatModelClient.of("mine", new ChatModel() {})).hasToString("model 'mine'");
  }
}
