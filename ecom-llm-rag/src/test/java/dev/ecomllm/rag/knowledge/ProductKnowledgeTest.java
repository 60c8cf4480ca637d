package dev.ecomllm.rag.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.qa.Turn;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.MemoryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProductKnowledgeTest {

  private static final Embedder EMBEDDER = new HashEmbedder();
  private static final Product JACKET = Product.of("sku-1", "Fleece jacket, grey");

  private final MemoryStore store = MemoryStore.create(EmbeddingSpace.of(EMBEDDER));
  private final ProductKnowledge knowledge = ProductKnowledge.of(store, EMBEDDER);

  private static final List<Document> DOCUMENTS =
      List.of(
          Document.specification("s", "sku-1", Map.of("Weight", "300 g")).withFamily("fleece"),
          Document.text("d", "sku-1", SourceKind.DESCRIPTION, "A warm jacket for cold days.")
              .withFamily("fleece"),
          Document.text("r", "sku-1", SourceKind.REVIEW, "I wore it skiing and stayed warm."),
          Document.text("r2", "sku-1", SourceKind.REVIEW, "I wore it skiing, and stayed warm!"),
          Document.text("q", "sku-1", SourceKind.QUESTION_ANSWER, "It has two zipped pockets."),
          Document.text("sib", "sku-2", SourceKind.REVIEW, "The blue one is great for skiing too.")
              .withFamily("fleece"),
          Document.text("x", "sku-3", SourceKind.REVIEW, "Skiing boots, not a jacket."));

  @BeforeEach
  void fill() {
    Ingestion.into(store, EMBEDDER).run(DOCUMENTS.iterator());
  }

  private static List<String> texts(ProductKnowledge knowledge, String question) {
    return knowledge.passages(QaRequest.of(JACKET, question), 10).stream()
        .map(Passage::text)
        .toList();
  }

  @Test
  void findsThisProductsPassagesBestFirst() {
    List<Passage> found = knowledge.passages(QaRequest.of(JACKET, "Can I wear it skiing?"), 10);

    assertThat(found.get(0).text()).startsWith("I wore it skiing");
    assertThat(found.get(0).source()).isEqualTo("review");
    assertThat(found)
        .extracting(Passage::text)
        .doesNotContain("Skiing boots, not a jacket.", "The blue one is great for skiing too.");
  }

  @Test
  void leavesNearCopiesOut() {
    assertThat(texts(knowledge, "skiing")).filteredOn(text -> text.contains("skiing")).hasSize(1);
  }

  @Test
  void looksAtTheFamilyWhereAsked() {
    ProductKnowledge withFamily =
        knowledge.withFamily(product -> product.id().equals("sku-1") ? "fleece" : "");

    assertThat(texts(withFamily, "Is the blue one good for skiing?"))
        .first()
        .isEqualTo("The blue one is great for skiing too.");
    assertThat(texts(withFamily, "skiing")).doesNotContain("Skiing boots, not a jacket.");
    assertThat(knowledge.withFamily(product -> " ").passages(QaRequest.of(JACKET, "blue"), 9))
        .extracting(Passage::text)
        .doesNotContain("The blue one is great for skiing too.");
  }

  @Test
  void keepsToLimitAndBudget() {
    assertThat(knowledge.passages(QaRequest.of(JACKET, "warm"), 2)).hasSize(2);
    assertThat(texts(knowledge.withTokens(12), "pockets"))
        .containsExactly("It has two zipped pockets.", "Weight: 300 g");
    assertThat(texts(knowledge.withTokens(1), "pockets"))
        .containsExactly("It has two zipped pockets.");
    assertThatThrownBy(() -> knowledge.withTokens(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> knowledge.passages(QaRequest.of(JACKET, "warm"), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFollowUpIsSearchedWithTheQuestionBeforeIt() {
    QaRequest followUp =
        QaRequest.of(JACKET, "And zipped?")
            .withHistory(List.of(new Turn("Does it have pockets?", "Yes, two.")));

    assertThat(knowledge.passages(followUp, 1))
        .extracting(Passage::text)
        .containsExactly("It has two zipped pockets.");
  }

  @Test
  void knowsNothingOfOtherProducts() {
    assertThat(knowledge.passages(QaRequest.of(Product.of("sku-9", "Tent"), "skiing?"), 5))
        .isEmpty();
  }

  @Test
  void wordsAloneWorkWithoutAModel() {
    MemoryStore words = MemoryStore.create(EmbeddingSpace.WORDS);
    Ingestion.byWords(words).run(DOCUMENTS.iterator());

    assertThat(texts(ProductKnowledge.byWords(words), "two pockets"))
        .first()
        .isEqualTo("It has two zipped pockets.");
  }

  @Test
  void anotherModelIsAnErrorThatNamesBoth() {
    assertThatThrownBy(() -> ProductKnowledge.of(store, new HashEmbedder("other")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hash (64")
        .hasMessageContaining("other (64");
    assertThatThrownBy(() -> ProductKnowledge.byWords(store)).hasMessageContaining("hash (64");
  }

  @Test
  void questionsAreJustText() {
    for (String question :
        List.of("\u0000", "'; DROP TABLE x", "{{passages}}", "?".repeat(100_000), "防水ですか")) {
      assertThat(knowledge.passages(QaRequest.of(JACKET, question), 3)).hasSize(3);
    }
  }
}
