package dev.ecomllm.client.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompactTest {

  @Test
  void takesOutOnlyWhiteSpaceBetweenTokens() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    String[] parts = {" ", "\"", "\\", "\n", "{", "x", "\t", "\u2028", "😀"};
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(10); j > 0; j--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      ObjectNode json = mapper.createObjectNode().put(text.toString(), text.toString());
      json.putArray("a").add(1.5).addNull().addObject();

      String pretty = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);

      assertThat(new String(Compact.json(pretty), StandardCharsets.UTF_8))
          .isEqualTo(json.toString());
    }
  }
}
