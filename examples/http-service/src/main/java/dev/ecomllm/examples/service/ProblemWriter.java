package dev.ecomllm.examples.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Problems as {@code application/problem+json}. */
final class ProblemWriter {

  private ProblemWriter() {}

  static ObjectNode json(Problem problem) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "about:blank");
    json.put("title", problem.status().getReasonPhrase());
    json.put("status", problem.status().value());
    json.put("detail", problem.detail());
    json.put("kind", problem.kind());
    return json;
  }

  static ResponseEntity<Object> response(Problem problem, HttpHeaders headers) {
    HttpHeaders all = new HttpHeaders();
    all.putAll(headers);
    all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (!problem.retryAfter().isZero()) {
      all.set(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retrySeconds()));
    }
    return new ResponseEntity<>(json(problem), all, problem.status());
  }

  /** From a filter, where no controller has been reached. */
  static void write(Problem problem, HttpServletResponse response) throws IOException {
    response.setStatus(problem.status().value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    if (!problem.retryAfter().isZero()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retrySeconds()));
    }
    response.getOutputStream().write(json(problem).toString().getBytes(StandardCharsets.UTF_8));
  }
}
