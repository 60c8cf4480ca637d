package dev.ecomllm.extract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.json.Json;
import dev.ecomllm.json.RepairOptions;
import dev.ecomllm.prompt.ProductText;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.prompt.PromptTemplate;
import dev.ecomllm.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a product with the attributes that are asked for, and reads a JSON object of values, each
 * of which is held against the schema and the text. Thread-safe.
 */
final class ExtractTask implements Task<ExtractRequest, ExtractedAttributes> {

  static final PromptTemplate TEMPLATE = PromptTemplate.resource(ExtractTask.class, "extract.txt");

  private static final int TOKENS_AT_LEAST = 256;
  private static final int TOKENS_AN_ATTRIBUTE = 32;
  private static final int TOKENS_AT_MOST = 2_048;
  private static final int PRODUCT_CHARACTERS = 6_000;
  private static final int MOST_PROBLEMS = 10;

  @Override
  public String name() {
    return "extract";
  }

  @Override
  public String productId(ExtractRequest input) {
    return input.product().id();
  }

  @Override
  public ModelRequest ask(ExtractRequest input) {
    AttributeSchema schema = input.schema();
    String category = input.category().isBlank() ? "not known" : input.category();
    Prompt prompt =
        Prompt.of(
            TEMPLATE.fill(
                Map.of(
                    "attributes", SchemaText.lines(schema),
                    "category", ProductText.line(category, 300),
                    "product", ProductText.fenced(input.product(), PRODUCT_CHARACTERS))));
    int tokens =
        schema.isOpen()
            ? 2 * TOKENS_AT_LEAST
            : TOKENS_AT_LEAST + TOKENS_AN_ATTRIBUTE * schema.attributes().size();
    return ModelRequest.of(prompt, Math.min(TOKENS_AT_MOST, tokens))
        .withConstraint(SchemaText.constraint(schema));
  }

  /** Strict: any value that is not what the schema says is a problem to ask again about. */
  @Override
  public ExtractedAttributes read(ExtractRequest input, ModelReply reply) {
    JsonNode root = object(reply.text(), reply.finish() == ModelReply.Finish.LENGTH);
    Map<String, String> problems = problems(input.schema(), root);
    if (!problems.isEmpty()) {
      Map.Entry<String, String> first = problems.entrySet().iterator().next();
      StringBuilder rest = new StringBuilder(first.getValue());
      problems.entrySet().stream()
          .skip(1)
          .limit(MOST_PROBLEMS)
          .forEach(p -> rest.append("; ").append(p.getKey()).append(": ").append(p.getValue()));
      throw new InvalidOutputException(rest.toString(), first.getKey(), reply.text(), null);
    }
    return proved(input, List.of(root), reply.model());
  }

  @Override
  public Optional<ModelRequest> askAgain(
      ExtractRequest input, ModelRequest asked, InvalidOutputException problem) {
    String objection =
        "That answer has a mistake. "
            + (problem.path().isEmpty() ? "" : problem.path() + ": ")
            + problem.problem()
            + ". Answer again with the whole JSON object and nothing else.";
    return Optional.of(asked.withPrompt(asked.prompt().then(problem.output(), objection)));
  }

  /** Lenient: what is right in the second answer, then what was right in the first. */
  @Override
  public ExtractedAttributes readAgain(
      ExtractRequest input, InvalidOutputException problem, ModelReply reply) {
    List<JsonNode> answers = new ArrayList<>();
    InvalidOutputException unusable = problem;
    try {
      answers.add(object(reply.text(), reply.finish() == ModelReply.Finish.LENGTH));
    } catch (InvalidOutputException e) {
      unusable = e;
    }
    first(problem).ifPresent(answers::add);
    if (answers.isEmpty()) {
      throw unusable;
    }
    return proved(input, answers, reply.model());
  }

  @Override
  public Optional<ExtractedAttributes> keep(
      ExtractRequest input, InvalidOutputException problem, String model) {
    return first(problem).map(answer -> proved(input, List.of(answer), model));
  }

  private static Optional<JsonNode> first(InvalidOutputException problem) {
    try {
      return Optional.of(object(problem.output(), false));
    } catch (InvalidOutputException e) {
      return Optional.empty();
    }
  }

  private static JsonNode object(String text, boolean truncated) {
    JsonNode root = Json.read(text, RepairOptions.DEFAULT.withTruncated(truncated));
    if (root.path("attributes").isObject() && root.size() == 1) {
      root = root.path("attributes");
    }
    if (!root.isObject()) {
      throw new InvalidOutputException(
          "expected one JSON object with the attributes' names as keys", "$", text, null);
    }
    return root;
  }

  /** What is wrong with an answer, by the path into it. */
  private static Map<String, String> problems(AttributeSchema schema, JsonNode root) {
    Map<String, String> problems = new LinkedHashMap<>();
    for (AttributeSpec spec : schema.attributes()) {
      String problem = AnswerReader.read(spec, Names.value(root, spec.name())).problem();
      if (!problem.isEmpty()) {
        problems.put("$." + spec.name(), problem);
      }
    }
    return problems;
  }

  private static ExtractedAttributes proved(
      ExtractRequest input, List<JsonNode> answers, String model) {
    Proof proof = new Proof(input.product(), input.schema());
    if (input.schema().isOpen()) {
      for (Map.Entry<String, JsonNode> field : answers.get(0).properties()) {
        open(proof, field.getKey(), field.getValue());
      }
    } else {
      for (AttributeSpec spec : input.schema().attributes()) {
        closed(proof, spec, answers);
      }
      for (Map.Entry<String, JsonNode> field : answers.get(0).properties()) {
        if (Names.spec(input.schema(), field.getKey()).isEmpty()) {
          proof.drop(field.getKey(), "the schema has no such attribute");
        }
      }
    }
    return proof.judge(input.product().id(), model);
  }

  private static void open(Proof proof, String name, JsonNode value) {
    if (name.isBlank()) {
      return;
    }
    AttributeSpec spec = value.isBoolean() ? AttributeSpec.yesNo(name) : AttributeSpec.list(name);
    AnswerReader.Answer answer = AnswerReader.read(spec, value);
    if (!answer.problem().isEmpty()) {
      proof.drop(name, answer.problem());
    }
    answer.values().forEach(text -> proof.claim(spec, text));
  }

  private static void closed(Proof proof, AttributeSpec spec, List<JsonNode> answers) {
    String problem = "";
    for (JsonNode root : answers) {
      AnswerReader.Answer answer = AnswerReader.read(spec, Names.value(root, spec.name()));
      if (!answer.values().isEmpty()) {
        answer.values().forEach(value -> proof.claim(spec, value));
        return;
      }
      problem = problem.isEmpty() ? answer.problem() : problem;
    }
    if (!problem.isEmpty()) {
      proof.drop(spec.name(), problem);
    }
  }
}
