package dev.ecomllm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.prompt.Message;
import dev.ecomllm.prompt.Prompt;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheKeyTest {

  private static final Echo TASK = new Echo();
  private static final ModelRequest REQUEST = ModelRequest.of(Prompt.of("ab"), 10);

  @Test
  void isTheSameForEqualRequests() {
    assertThat(key("m", REQUEST))
        .matches("[0-9a-f]{64}")
        .isEqualTo(key("m", ModelRequest.of(Prompt.of("ab"), 10)));
  }

  /** Pinned: a change of the canonical form silently empties every cache that survives restarts. */
  @Test
  void isTheSameInEveryRelease() {
    assertThat(key("m", REQUEST.withConstraint(new Constraint.Choice(List.of("A", "B")))))
        .isEqualTo("4203a02501c6f47791f856f287b53b4a41fc8d49bb220d0c931d3300a0175aec");
  }

  @Test
  void differsWhereAnythingDiffers() {
    Echo other = new Echo();
    other.version = "2";
    List<String> keys =
        List.of(
            key("m", REQUEST),
            key("n", REQUEST),
            CacheKey.of("m", other, REQUEST),
            key("m", ModelRequest.of(Prompt.of("abc"), 10)),
            key("m", ModelRequest.of(Prompt.of("ab"), 11)),
            key("m", REQUEST.withTopLogprobs(3)),
            key("m", new ModelRequest(REQUEST.prompt(), Constraint.none(), 10, 0.5, 0)),
            key("m", REQUEST.withPrompt(REQUEST.prompt().then("x", "y"))),
            key("m", REQUEST.withPrompt(REQUEST.prompt().then("xy", ""))),
            key(
                "m",
                REQUEST.withPrompt(new Prompt(List.of(new Message(Message.Role.SYSTEM, "ab"))))),
            key("m", REQUEST.withConstraint(new Constraint.Choice(List.of("A", "B")))),
            key("m", REQUEST.withConstraint(new Constraint.Choice(List.of("AB")))),
            key("m", REQUEST.withConstraint(new Constraint.Grammar("A"))),
            key("m", REQUEST.withConstraint(new Constraint.JsonSchema("A", "{}"))),
            key("m", REQUEST.withConstraint(new Constraint.JsonSchema("B", "{}"))));

    assertThat(keys).doesNotHaveDuplicates();
  }

  private static String key(String model, ModelRequest request) {
    return CacheKey.of(model, TASK, request);
  }
}
