package dev.ecomllm.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real server says what the stub says. */
@Tag("real-vllm")
class RealVllmTest extends VllmContract {

  private final RealVllm vllm = RealVllm.connect();

  @Override
  protected URI endpoint() {
    return vllm.endpoint();
  }

  @Override
  protected String model() {
    return vllm.base();
  }

  @Test
  void writesWhatAGrammarSays() throws Exception {
    assertThat(
            text(
                complete(
                    "'max_tokens': 8",
                    "'structured_outputs': {'grammar': 'root ::= \\\"qzx\\\"'}")))
        .isEqualTo("qzx");
  }
}
