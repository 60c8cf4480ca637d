package dev.ecomllm.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The questions, one by one or in batches. Bodies are read here, so that errors are ours. */
@RestController
class TaskController {

  private final Answers answers;
  private final Workers workers;
  private final RateLimit limit;
  private final int maxBatch;

  TaskController(Answers answers, Workers workers, RateLimit limit, ServiceSettings settings) {
    this.answers = answers;
    this.workers = workers;
    this.limit = limit;
    maxBatch = settings.maxBatch();
  }

  @PostMapping(path = "/classify", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ObjectNode> classify(@RequestBody byte[] body) {
    return one(body, answers::classify);
  }

  @PostMapping(path = "/extract", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ObjectNode> extract(@RequestBody byte[] body) {
    return one(body, answers::extract);
  }

  @PostMapping(path = "/qa", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ObjectNode> qa(@RequestBody byte[] body) {
    return one(body, answers::qa);
  }

  @PostMapping(path = "/enrich", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ObjectNode> enrich(@RequestBody byte[] body) {
    return one(body, answers::enrich);
  }

  @PostMapping(path = "/classify/batch", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ObjectNode> classifyBatch(
      @RequestBody byte[] body, @RequestAttribute(Guard.CALLER) String caller) {
    return many(body, caller, answers::classify);
  }

  @PostMapping(path = "/extract/batch", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ObjectNode> extractBatch(
      @RequestBody byte[] body, @RequestAttribute(Guard.CALLER) String caller) {
    return many(body, caller, answers::extract);
  }

  @PostMapping(path = "/qa/batch", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ObjectNode> qaBatch(
      @RequestBody byte[] body, @RequestAttribute(Guard.CALLER) String caller) {
    return many(body, caller, answers::qa);
  }

  @PostMapping(path = "/enrich/batch", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<ObjectNode> enrichBatch(
      @RequestBody byte[] body, @RequestAttribute(Guard.CALLER) String caller) {
    return many(body, caller, answers::enrich);
  }

  private ResponseEntity<ObjectNode> one(byte[] body, Function<JsonNode, ObjectNode> question) {
    ObjectNode request = RequestBodies.object(body);
    return json(workers.run(() -> question.apply(request)));
  }

  private ResponseEntity<ObjectNode> many(
      byte[] body, String caller, Function<JsonNode, ObjectNode> question) {
    List<JsonNode> items = RequestBodies.items(body, maxBatch);
    // The guard took one for the request.
    limit.take(caller, items.size() - 1);
    List<Callable<ObjectNode>> work = new ArrayList<>();
    items.forEach(item -> work.add(() -> question.apply(item)));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode results = json.putArray("results");
    workers.runAll(work, Answers::failed).forEach(results::add);
    return json(json);
  }

  private static ResponseEntity<ObjectNode> json(ObjectNode answer) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
  }
}
