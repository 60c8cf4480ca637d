package dev.ecomllm.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.junit.jupiter.api.Test;

/** On a store of LangChain4j's own, which keeps both when an id is added twice. */
class LangChain4jStoreTest extends VectorStoreContract {

  private final InMemoryEmbeddingStore<TextSegment> embeddings = new InMemoryEmbeddingStore<>();

  @Override
  VectorStore open(EmbeddingSpace space) {
    return LangChain4jStore.open(embeddings, space);
  }

  @Test
  void wordsAloneNeedAMemoryStore() {
    assertThatThrownBy(() -> open(EmbeddingSpace.WORDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("MemoryStore");
  }

  @Test
  void aStoreThatRefusesTheDimensionSaysWhatWasAsked() {
    assertThatThrownBy(() -> open(new EmbeddingSpace("model-c", 16)))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining("model-c (16 dimensions)");
  }

  @Test
  void namesTheStore() {
    assertThat(store.toString()).contains("InMemoryEmbeddingStore").contains("model-a");
  }
}
