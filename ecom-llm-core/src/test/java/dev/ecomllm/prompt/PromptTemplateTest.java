package dev.ecomllm.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {

  @Test
  void fillsEveryPlace() {
    PromptTemplate template = PromptTemplate.of("{{a}} and {{b_2}}, {{a}} { \"x\": {} }");

    assertThat(template.names()).containsExactlyInAnyOrder("a", "b_2");
    assertThat(template.fill(Map.of("a", "1", "b_2", "$2\\")))
        .isEqualTo("1 and $2\\, 1 { \"x\": {} }");
  }

  @Test
  void neverExpandsWhatWasFilledIn() {
    PromptTemplate template = PromptTemplate.of("{{a}}{{b}}");

    assertThat(template.fill(Map.of("a", "{{b}} {", "b", "{c}}"))).isEqualTo("{{b}} {{c}}");
  }

  @Test
  void aTextWithoutPlacesIsItself() {
    assertThat(PromptTemplate.of("plain").fill(Map.of())).isEqualTo("plain");
    assertThat(PromptTemplate.of("").fill(Map.of())).isEmpty();
  }

  @Test
  void refusesMissingAndUnknownNames() {
    PromptTemplate template = PromptTemplate.of("{{product}} {{schema}}");

    assertThatThrownBy(() -> template.fill(Map.of("product", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the template has the places [product, schema] and was given [product]");
    assertThatThrownBy(() -> template.fill(Map.of("product", "", "schema", "", "colour", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("was given [colour, product, schema]");
  }

  @Test
  void refusesAnythingElseInDoubleBraces() {
    for (String text : new String[] {"{{}}", "{{ a }}", "{{#if}}", "{{a", "a}}", "{{a-b}}"}) {
      assertThatThrownBy(() -> PromptTemplate.of(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a place is written {{name}}");
    }
  }

  @Test
  void readsAResourceWithoutItsLastLineBreak() {
    PromptTemplate template = PromptTemplate.resource(PromptTemplateTest.class, "greeting.txt");

    assertThat(template.fill(Map.of("name", "Zoë"))).isEqualTo("Grüße,\nZoë!");
  }

  @Test
  void namesTheResourceThatIsMissing() {
    assertThatThrownBy(() -> PromptTemplate.resource(PromptTemplateTest.class, "none.txt"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no prompt template 'none.txt' beside dev.ecomllm.prompt.PromptTemplateTest");
  }
}
