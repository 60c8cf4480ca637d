package dev.ecomllm.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.eval.dataset.ExtractRows;
import dev.ecomllm.extract.AttributeSchema;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.SchemaRegistry;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.Citation;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.taxonomy.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The three questions and what is answered, as JSON. Thread-safe. */
final class Answers {

  private static final int MOST_ALTERNATIVES = 20;

  private final Engine engine;
  private final SchemaRegistry schemas = SchemaRegistry.builtin();
  private final ExtractRows extractRows = new ExtractRows(schemas::schemaFor);

  Answers(Engine engine) {
    this.engine = engine;
  }

  ObjectNode classify(JsonNode request) {
    Ask ask = Ask.of(request);
    return timed(ask, json -> write(engine.classifier().classify(ask.product()), json));
  }

  ObjectNode extract(JsonNode request) {
    Ask ask = Ask.of(request);
    return timed(
        ask,
        json -> {
          Product product = ask.product();
          List<String> names = ask.attributes();
          String label = ask.category();
          if (label.isEmpty()) {
            label = category(engine.classifier().classify(product)).path().toString();
          }
          AttributeSchema schema =
              names.isEmpty() ? schemas.schemaFor(label) : AttributeSchema.ofNames(names);
          json.put("category", label);
          extract(product, schema, label, json);
        });
  }

  ObjectNode qa(JsonNode request) {
    Ask ask = Ask.of(request);
    return timed(
        ask,
        json -> {
          QaRequest question = ask.question();
          write(question, engine.qa().ask(question), json);
        });
  }

  ObjectNode enrich(JsonNode request) {
    Ask ask = Ask.of(request);
    return timed(
        ask,
        json -> {
          Product product = ask.product();
          Classification classification = engine.classifier().classify(product);
          write(classification, json.putObject("classification"));
          Category category = category(classification);
          extract(product, schemas.schemaFor(category), category.path().toString(), json);
        });
  }

  /** An error in a list of results. */
  static ObjectNode failed(RuntimeException failure) {
    Problem problem = Problem.of(failure);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("error").put("kind", problem.kind()).put("message", problem.detail());
    return json;
  }

  private void extract(Product product, AttributeSchema schema, String label, ObjectNode json) {
    extractRows.write(engine.extractor().extract(new ExtractRequest(product, schema, label)), json);
  }

  /** The decided category; where that is left to a person, the most probable. */
  private static Category category(Classification classification) {
    return classification.decided().orElse(classification.category());
  }

  private static void write(Classification answer, ObjectNode json) {
    json.put("category", answer.category().path().toString());
    json.put("categoryId", answer.category().id());
    answer.confidence().ifPresent(value -> json.put("confidence", value));
    json.put("decision", answer.decision().name());
    answer
        .decided()
        .ifPresent(
            decided ->
                json.put("decided", decided.path().toString()).put("decidedId", decided.id()));
    answer.decidedConfidence().ifPresent(value -> json.put("decidedConfidence", value));
    ArrayNode alternatives = json.putArray("alternatives");
    answer.alternatives().stream()
        .limit(MOST_ALTERNATIVES)
        .forEach(
            alternative -> {
              ObjectNode item = alternatives.addObject();
              item.put("category", alternative.category().path().toString());
              item.put("categoryId", alternative.category().id());
              alternative.confidence().ifPresent(value -> item.put("confidence", value));
            });
    json.put("answeredBy", answer.answeredBy());
  }

  private static void write(QaRequest request, Answer answer, ObjectNode json) {
    json.put("answerable", answer instanceof Answer.Known);
    answer.confidence().ifPresent(value -> json.put("confidence", value));
    // Passages that were looked up are not in the request: those cited are told.
    List<Passage> passages = new ArrayList<>(request.passages());
    ArrayNode citations = JsonNodeFactory.instance.arrayNode();
    if (answer instanceof Answer.Known known) {
      json.put("answer", known.text());
      for (Citation citation : known.citations()) {
        citations.addObject().put("passage", place(request, citation, passages));
      }
    } else if (answer instanceof Answer.Unknown unknown) {
      json.put("answer", "");
      json.put("reason", unknown.reason().name());
    }
    json.set("citations", citations);
    ArrayNode told = json.putArray("passages");
    passages.forEach(
        passage -> told.addObject().put("text", passage.text()).put("source", passage.source()));
    json.put("answeredBy", answer.answeredBy());
  }

  private static int place(QaRequest request, Citation citation, List<Passage> passages) {
    if (!request.passages().isEmpty()) {
      return citation.index();
    }
    if (!passages.contains(citation.passage())) {
      passages.add(citation.passage());
    }
    return passages.indexOf(citation.passage());
  }

  /** Writes the id, if one was given, the answer, and how long it took. */
  private static ObjectNode timed(Ask ask, Consumer<ObjectNode> answer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Optional<String> id = ask.id();
    id.ifPresent(text -> json.put("id", text));
    long start = System.nanoTime();
    answer.accept(json);
    json.put("milliseconds", Math.round((System.nanoTime() - start) / 1e4) / 100.0);
    return json;
  }
}
