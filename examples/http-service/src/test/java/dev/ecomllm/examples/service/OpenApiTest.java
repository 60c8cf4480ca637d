package dev.ecomllm.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The document says what the service does. */
class OpenApiTest {

  private final RunningService service = RunningService.embedded();
  private final JsonNode document = service.get("/openapi.json").json();

  @Test
  void namesEveryPathAndNoOther() {
    Set<String> paths = new TreeSet<>();
    document.path("paths").properties().forEach(path -> paths.add(path.getKey()));

    assertThat(paths).isEqualTo(mapped());
  }

  @Test
  void itsExamplesAreAnsweredAsItSays() {
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      JsonNode post = path.getValue().path("post");
      if (post.isMissingNode()) {
        continue;
      }
      JsonNode example = post.at("/requestBody/content/application~1json/example");
      RunningService.Reply reply = service.post(path.getKey(), example.toString());
      assertThat(reply.status()).as(path.getKey()).isEqualTo(200);
      JsonNode schema = post.at("/responses/200/content/application~1json/schema");
      assertThat(differences("$", schema, reply.json())).as(path.getKey()).isEmpty();
    }
  }

  @Test
  void problemsAreAsItSays() {
    JsonNode schema =
        document.at("/paths/~1qa/post/responses/422/content/application~1problem+json/schema");

    assertThat(differences("$", schema, service.post("/qa", "{}").json())).isEmpty();
  }

  /** What a value has that its schema does not name, or lacks. */
  private List<String> differences(String place, JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      return differences(place, document.at(schema.path("$ref").asText().substring(1)), value);
    }
    if (schema.has("anyOf")) {
      List<String> best = null;
      for (JsonNode one : schema.path("anyOf")) {
        List<String> found = differences(place, one, value);
        best = best == null || found.size() < best.size() ? found : best;
      }
      return best == null ? List.of(place + ": no choice") : best;
    }
    List<String> found = new ArrayList<>();
    String type = schema.path("type").asText();
    boolean fits =
        switch (type) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          default -> false;
        };
    if (!fits) {
      return List.of(place + " is no " + type);
    }
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                found.add(place + " lacks " + name.asText());
              }
            });
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        JsonNode known = schema.path("properties").path(field.getKey());
        JsonNode other = known.isMissingNode() ? schema.path("additionalProperties") : known;
        if (other.isMissingNode()) {
          found.add(place + "." + field.getKey() + " is not named");
        } else {
          found.addAll(differences(place + "." + field.getKey(), other, field.getValue()));
        }
      }
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      found.addAll(differences(place + "[" + i + "]", schema.path("items"), value.path(i)));
    }
    if (schema.has("enum") && !schema.path("enum").toString().contains(value.toString())) {
      found.add(place + " is none of " + schema.path("enum"));
    }
    return found;
  }

  /** The paths in the controllers' annotations. */
  private static Set<String> mapped() {
    Set<String> mapped = new TreeSet<>();
    for (Class<?> controller : List.of(TaskController.class, HealthController.class)) {
      for (var method : controller.getDeclaredMethods()) {
        var post = method.getAnnotation(PostMapping.class);
        var get = method.getAnnotation(GetMapping.class);
        if (post != null) {
          mapped.addAll(List.of(post.path()));
        }
        if (get != null) {
          mapped.addAll(List.of(get.value()));
        }
      }
    }
    return mapped;
  }
}
