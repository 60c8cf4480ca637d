package dev.ecomllm.qa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.json.Json;
import dev.ecomllm.json.JsonSchema;
import dev.ecomllm.json.RepairOptions;
import dev.ecomllm.prompt.ProductText;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.prompt.PromptTemplate;
import dev.ecomllm.task.Task;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Shows a question with numbered passages, and reads a JSON object: whether they answer it, the
 * answer, and the numbers that prove it. An answer that its passages don't support comes back as
 * {@link Answer.Unknown}. Thread-safe.
 */
final class QaTask implements Task<QaInput, Answer> {

  static final PromptTemplate TEMPLATE = PromptTemplate.resource(QaTask.class, "qa.txt");

  private static final String SCHEMA =
      """
      {"type":"object","properties":{"answerable":{"type":"boolean"},"answer":{"type":"string"},\
      "citations":{"type":"array","items":{"type":"integer"}}},\
      "required":["answerable","answer","citations"],"additionalProperties":false}""";

  private static final Constraint CONSTRAINT = new Constraint.JsonSchema("answer", SCHEMA);
  private static final RepairOptions READING =
      RepairOptions.DEFAULT.withSchema(JsonSchema.parse(SCHEMA));

  private static final int MAX_TOKENS = 256;

  /** True, false, and their spellings with a space or a capital. */
  private static final int TOP_LOGPROBS = 5;

  private static final int PRODUCT_CHARACTERS = 600;
  private static final int REJECTED_CHARACTERS = 1_000;
  private static final int QUESTION_CHARACTERS = 500;

  @Override
  public String name() {
    return "qa";
  }

  @Override
  public String productId(QaInput input) {
    return input.request().product().id();
  }

  @Override
  public ModelRequest ask(QaInput input) {
    return ModelRequest.of(prompt(input), MAX_TOKENS)
        .withConstraint(CONSTRAINT)
        .withTopLogprobs(TOP_LOGPROBS);
  }

  private static Prompt prompt(QaInput input) {
    QaRequest request = input.request();
    return Prompt.of(
        TEMPLATE.fill(
            Map.of(
                "product", ProductText.fenced(request.product(), PRODUCT_CHARACTERS),
                "passages", passages(input.passages()),
                "history", history(request.history()),
                "question", ProductText.line(request.question(), QUESTION_CHARACTERS))));
  }

  private static String passages(List<Passage> passages) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < passages.size(); i++) {
      Passage passage = passages.get(i);
      lines.append(i == 0 ? "" : "\n").append('[').append(i + 1).append("] ");
      if (!passage.source().isBlank()) {
        lines.append('(').append(ProductText.line(passage.source(), 40)).append(") ");
      }
      lines.append(ProductText.line(passage.text(), Support.PASSAGE_CHARACTERS));
    }
    return lines.toString();
  }

  private static String history(List<Turn> turns) {
    StringBuilder lines = new StringBuilder();
    for (Turn turn : turns) {
      lines
          .append("\nEarlier question: ")
          .append(ProductText.line(turn.question(), QUESTION_CHARACTERS))
          .append("\nEarlier answer: ")
          .append(
              turn.answer().isBlank()
                  ? "not known"
                  : ProductText.line(turn.answer(), QUESTION_CHARACTERS));
    }
    return lines.isEmpty() ? "" : lines + "\n";
  }

  @Override
  public Answer read(QaInput input, ModelReply reply) {
    JsonNode root = Json.read(reply.text(), READING);
    if (!root.isObject() || !root.path("answerable").isBoolean()) {
      throw new InvalidOutputException(
          "expected {\"answerable\", \"answer\", \"citations\"}", "$", reply.text(), null);
    }
    OptionalDouble confidence = Answerable.probability(reply.tokens());
    String text = root.path("answer").asText("").strip();
    if (!root.path("answerable").asBoolean() || text.isEmpty()) {
      return unknown(input, Answer.Reason.NOT_ANSWERED, confidence, reply, "");
    }
    List<Citation> citations = citations(input, root.path("citations"));
    List<Passage> cited = citations.stream().map(Citation::passage).toList();
    QaRequest request = input.request();
    if (!Support.holds(request.question(), request.product().title(), text, cited)) {
      return unknown(input, Answer.Reason.UNSUPPORTED, confidence, reply, text);
    }
    return new Answer.Known(
        productId(input), text, citations, confidence, ranked(input, citations), reply.model());
  }

  private static List<Citation> citations(QaInput input, JsonNode numbers) {
    Set<Integer> places = new LinkedHashSet<>();
    for (JsonNode number : numbers) {
      int place = number.asInt(0) - 1;
      if (place >= 0 && place < input.passages().size()) {
        places.add(place);
      }
    }
    return places.stream().map(at -> new Citation(at, input.passages().get(at))).toList();
  }

  private static Answer unknown(
      QaInput input,
      Answer.Reason reason,
      OptionalDouble confidence,
      ModelReply reply,
      String rejected) {
    return new Answer.Unknown(
        input.request().product().id(),
        reason,
        confidence,
        ranked(input, List.of()),
        reply.model(),
        rejected.substring(0, Math.min(REJECTED_CHARACTERS, rejected.length())));
  }

  private static List<Integer> ranked(QaInput input, List<Citation> citations) {
    Set<Integer> order = new LinkedHashSet<>();
    citations.forEach(citation -> order.add(citation.index()));
    IntStream.range(0, input.passages().size()).forEach(order::add);
    return List.copyOf(order);
  }

  @Override
  public Optional<ModelRequest> askAgain(
      QaInput input, ModelRequest asked, InvalidOutputException problem) {
    String objection =
        "That is not the JSON object that was asked for: "
            + problem.problem()
            + ". Answer with that object and nothing else.";
    return Optional.of(asked.withPrompt(asked.prompt().then(problem.output(), objection)));
  }
}
