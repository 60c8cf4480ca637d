package dev.ecomllm.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.qa.Answer;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.MemoryStore;
import dev.ecomllm.rag.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Chroma server is asked in the tests of ecom-llm-rag (-Pchroma). */
class AskFromChromaTest {

  @TempDir private Path folder;

  @Test
  void answersFromAnyStoreAndStoresOnce() {
    Embedder embedder = LangChain4jEmbedder.bgeSmallEn();
    MemoryStore store = MemoryStore.create(EmbeddingSpace.of(embedder));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    for (int times = 0; times < 2; times++) {
      assertThat(AskFromChroma.run(out, store, folder.resolve("ledger"), embedder))
          .isInstanceOfSatisfying(
              Answer.Known.class, known -> assertThat(known.text()).contains("1.7 litres"));
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains(
            "3 passages stored, 0 documents unchanged", "0 passages stored, 3 documents unchanged");
  }

  @Test
  void noServerIsOneClearError() {
    assertThatThrownBy(() -> AskFromChroma.main(new String[] {"http://localhost:9"}))
        .isInstanceOf(StoreException.class);
  }
}
