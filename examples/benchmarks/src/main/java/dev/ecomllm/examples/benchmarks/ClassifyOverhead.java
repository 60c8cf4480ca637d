package dev.ecomllm.examples.benchmarks;

import dev.ecomllm.EcomLlm;
import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.ModelClassifier;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.langchain4j.Dialect;
import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Taxonomy;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One classification from a shortlist, from the product to the decision, against the same request
 * and the same reply through LangChain4j alone, with its default HTTP client.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class ClassifyOverhead {

  private static final String MODEL = "ecom-mistral-7b";
  private static final Product PRODUCT =
      Product.of("sku-1", "Apple MacBook Pro 14-inch M3 Pro chip 18GB RAM Space Black")
          .withBrand("Apple")
          .withDescription(
              "The MacBook Pro 14-inch blasts forward with M3 Pro, an incredibly advanced chip"
                  + " that brings massive speed and capability. With industry-leading battery life"
                  + " and a beautiful Liquid Retina XDR display, it is a pro laptop without equal.");

  private InstantServer server = InstantServer.start("{}");
  private EcomLlm llm = EcomLlm.builder().endpoint(server.endpoint()).model(MODEL).build();
  private ModelClassifier classifier = llm.classifier();
  private OpenAiChatModel bare = OpenAiChatModel.builder().apiKey("x").modelName(MODEL).build();
  private String prompt = "";

  /** Starts a server, learns from the library what it asks, and builds both clients. */
  @Setup
  public void setUp() throws IOException {
    server.close();
    server = InstantServer.start(reply());
    List<String> asked = new ArrayList<>();
    EcomLlm.builder()
        .client(
            ModelClient.of(
                MODEL,
                (request, timeout) -> {
                  asked.add(request.prompt().messages().get(0).text());
                  return ModelReply.of("A", MODEL);
                }))
        .candidates(ClassifyOverhead::candidates)
        .build()
        .classifier()
        .classify(PRODUCT);
    prompt = asked.get(0);
    llm =
        EcomLlm.builder()
            .endpoint(server.endpoint())
            .model(MODEL)
            .dialect(Dialect.STRUCTURED_OUTPUTS)
            .candidates(ClassifyOverhead::candidates)
            .build();
    classifier = llm.classifier();
    bare =
        OpenAiChatModel.builder()
            .baseUrl(server.endpoint().toString())
            .apiKey("none")
            .modelName(MODEL)
            .build();
  }

  /** Stops the server. */
  @TearDown
  public void tearDown() throws IOException {
    llm.close();
    server.close();
  }

  /** The library: prompt, call, validation, probabilities, decision. */
  @Benchmark
  public Classification library() {
    return classifier.classify(PRODUCT);
  }

  /** LangChain4j alone: the finished prompt, the same parameters, the reply as it comes. */
  @Benchmark
  public ChatResponse bareLangChain4j() {
    return bare.chat(
        ChatRequest.builder()
            .messages(UserMessage.from(prompt))
            .parameters(
                OpenAiChatRequestParameters.builder()
                    .temperature(0.0)
                    .maxOutputTokens(1)
                    .logprobs(true)
                    .topLogprobs(20)
                    .customParameters(Map.of("structured_outputs", Map.of("choice", letters(20))))
                    .build())
            .build());
  }

  private static List<Candidate> candidates(Product product, int limit) {
    return CANDIDATES;
  }

  private static final List<Candidate> CANDIDATES =
      Taxonomy.google().categories().subList(3_200, 3_219).stream()
          .map(category -> new Candidate(category, -1))
          .toList();

  private static List<String> letters(int count) {
    List<String> letters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      letters.add(String.valueOf((char) ('A' + i)));
    }
    return letters;
  }

  /** A chat completion as vLLM writes it, with the probabilities of 20 letters. */
  private static String reply() {
    StringBuilder top = new StringBuilder();
    List<String> letters = letters(20);
    for (int i = 0; i < letters.size(); i++) {
      top.append(i == 0 ? "" : ",")
          .append("{\"token\":\"")
          .append(letters.get(i))
          .append("\",\"logprob\":")
          .append(-0.02 - 1.3 * i)
          .append(",\"bytes\":[")
          .append(65 + i)
          .append("]}");
    }
    return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1763800000,\"model\":\""
        + MODEL
        + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"A\","
        + "\"refusal\":null,\"tool_calls\":[]},\"logprobs\":{\"content\":[{\"token\":\"A\","
        + "\"logprob\":-0.02,\"bytes\":[65],\"top_logprobs\":["
        + top
        + "]}]},\"finish_reason\":\"length\",\"stop_reason\":null}],\"usage\":{\"prompt_tokens\":612,"
        + "\"total_tokens\":613,\"completion_tokens\":1,\"prompt_tokens_details\":null}}";
  }
}
