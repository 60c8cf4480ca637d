package dev.ecomllm.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.ClassifierOptions;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingExportTest {

  private static final ClassifierOptions OPTIONS = ClassifierOptions.defaults();
  private static final String LAPTOP =
      """
      {"id":"7","title":"Acme Book 14","category":"Electronics > Computers > Laptops","group":"book"}\
      """;

  @Test
  void writesConversations() {
    ObjectNode row = TrainingExport.path(OPTIONS).row(labelled(LAPTOP));

    assertThat(row.path("id").asText()).isEqualTo("7");
    assertThat(row.path("task").asText()).isEqualTo("classify");
    assertThat(row.path("group").asText()).isEqualTo("book");
    assertThat(row.path("prompt")).hasSize(1);
    assertThat(row.at("/prompt/0/role").asText()).isEqualTo("user");
    assertThat(row.at("/prompt/0/content").asText())
        .startsWith("[CLASSIFY]")
        .contains("Acme Book 14");
    assertThat(row.path("completion"))
        .hasToString(
            "[{\"role\":\"assistant\",\"content\":\"Electronics > Computers > Laptops\"}]");
  }

  @Test
  void showsTheShortlistOfServing() {
    Taxonomy google = OPTIONS.taxonomy();
    TrainingExport export =
        TrainingExport.shortlist(
            (product, limit) ->
                List.of(
                    new Candidate(google.byId(328).orElseThrow(), 0),
                    new Candidate(google.byId(325).orElseThrow(), -1)),
            OPTIONS);

    ObjectNode row = export.row(labelled(LAPTOP));

    assertThat(row.at("/prompt/0/content").asText()).contains("Desktop Computers", "none of these");
    assertThat(row.at("/completion/0/content").asText()).isEqualTo("B");
    assertThat(
            export
                .row(labelled("{\"id\":\"8\",\"title\":\"Hammer\",\"category\":1169}"))
                .at("/completion/0/content")
                .asText())
        .isEqualTo("C");
  }

  @Test
  void asksForWhatIsGivenAndWhatIsAbsent() {
    ObjectNode row =
        TrainingExport.extract()
            .row(
                labelled(
                    """
                    {"title":"Acme boot","category":"Shoes","attributes":{"Brand":"Acme","Color":"n/a","Use":["hiking","work"]},"absent":["Size"]}\
                    """));

    assertThat(row.at("/prompt/0/content").asText())
        .startsWith("[EXTRACT]")
        .contains("- Brand (text)", "- Use (list of texts)", "- Size (text)", "Category: Shoes");
    assertThat(row.at("/completion/0/content").asText())
        .isEqualTo(
            "{\"Brand\":\"Acme\",\"Color\":null,\"Use\":[\"hiking\",\"work\"],\"Size\":null}");
  }

  @Test
  void citesThePassagesThatAnswer() {
    String question =
        """
        {"product":"Acme boot","question":"Warm?","answers":["Yes"],"passages":[{"text":"Brown.","label":0},{"text":"Warm.","label":2}]}\
        """;

    ObjectNode known = TrainingExport.qa().row(labelled(question));
    ObjectNode unknown = TrainingExport.qa().row(labelled(question.replace("[\"Yes\"]", "[]")));

    assertThat(known.at("/completion/0/content").asText())
        .isEqualTo("{\"answerable\":true,\"answer\":\"Yes\",\"citations\":[2]}");
    assertThat(unknown.at("/completion/0/content").asText()).contains("\"answerable\":false");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TrainingExport.qa().row(labelled(question.replace("\"label\":2", "\"label\":1"))));
  }

  @Test
  void tellsWhatCannotBeTaught() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TrainingExport.path(OPTIONS)
                    .row(labelled("{\"title\":\"x\",\"category\":\"Nowhere\"}")))
        .withMessageContaining("'Nowhere' is not in google");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingExport.extract().row(labelled("{\"title\":\"x\"}")))
        .withMessageContaining("attributes");
  }

  private static Case labelled(String json) {
    return Dataset.of("test", JsonLines.of(new StringReader(json))).cases().get(0);
  }
}
