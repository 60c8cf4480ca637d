package dev.ecomllm.rag.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.store.Chroma;
import dev.ecomllm.rag.store.ChromaServer;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.MemoryStore;
import dev.ecomllm.rag.store.StoreException;
import dev.ecomllm.rag.store.StoredPassage;
import dev.ecomllm.rag.store.VectorStore;
import dev.ecomllm.rag.store.Where;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A real Chroma is killed in the middle of an ingestion: nothing is lost, nothing is doubled. */
@EnabledIfEnvironmentVariable(named = ChromaServer.COMMAND, matches = ".+")
class ChromaCrashTest {

  private static final Embedder EMBEDDER = new HashEmbedder();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private ChromaServer server;

  @BeforeEach
  void start() throws IOException {
    server = ChromaServer.start(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private VectorStore chroma() {
    return Chroma.at(server.uri()).withCollection("crash").open(EmbeddingSpace.of(EMBEDDER));
  }

  private static List<Document> documents(String word) {
    return IntStream.range(0, 3_000)
        .mapToObj(
            i ->
                Document.text(
                    "d" + i,
                    "sku-" + i % 50,
                    SourceKind.REVIEW,
                    (word + " number " + i + " says that it is fine. ").repeat(1 + i % 30)))
        .toList();
  }

  @Test
  void aRunGoesOnWhenChromaIsBack() throws IOException {
    AtomicBoolean killed = new AtomicBoolean();
    List<Duration> pauses = new ArrayList<>();

    Ingestion.into(chroma(), EMBEDDER)
        .ledger(folder.resolve("ledger"))
        .time(
            Duration.ZERO,
            System::nanoTime,
            pause -> {
              pauses.add(pause);
              server.restart();
            })
        .progress(
            soFar -> {
              if (soFar.documents() > 1_200 && !killed.getAndSet(true)) {
                server.kill();
              }
            })
        .run(documents("Review").iterator());

    assertThat(pauses).isNotEmpty();
    assertThat(content()).isEqualTo(expected(documents("Review")));
  }

  @Test
  void anotherRunGoesOnWhereOneFailed() throws IOException {
    Ingestion.into(chroma(), EMBEDDER)
        .ledger(folder.resolve("ledger"))
        .run(documents("Old").iterator());
    // Every document is another now, and the server dies while they are being replaced.
    Thread killer = new Thread(server::kill);
    assertThatThrownBy(
            () ->
                Ingestion.into(chroma(), EMBEDDER)
                    .ledger(folder.resolve("ledger"))
                    .patience(Duration.ZERO)
                    .progress(
                        soFar -> {
                          if (soFar.documents() > 1_000 && killer.getState() == Thread.State.NEW) {
                            killer.start();
                          }
                        })
                    .run(documents("New").iterator()))
        .isInstanceOf(StoreException.class);
    server.restart();

    Ingested done =
        Ingestion.into(chroma(), EMBEDDER)
            .ledger(folder.resolve("ledger"))
            .run(documents("New").iterator());

    assertThat(done.unchanged()).isPositive();
    assertThat(done.stored()).isPositive();
    assertThat(content()).isEqualTo(expected(documents("New")));
  }

  /** Id and text of everything in the collection, read past the library. */
  private Map<String, String> content() throws IOException {
    String base = "/api/v2/tenants/default_tenant/databases/default_database/collections/";
    String collection = JSON.readTree(server.get(base + "crash")).path("id").asText();
    Map<String, String> content = new TreeMap<>();
    int rows = 0;
    while (true) {
      JsonNode page =
          JSON.readTree(
              server.post(
                  base + collection + "/get",
                  "{\"include\":[\"documents\"],\"limit\":1000,\"offset\":" + rows + "}"));
      int size = page.path("ids").size();
      for (int i = 0; i < size; i++) {
        content.put(page.path("ids").path(i).asText(), page.path("documents").path(i).asText());
      }
      rows += size;
      if (size < 1_000) {
        break;
      }
    }
    assertThat(content).as("each id once").hasSize(rows);
    content.remove("ecom-llm-index");
    return content;
  }

  /** What a store that was never killed holds. */
  private static Map<String, String> expected(List<Document> documents) {
    MemoryStore store = MemoryStore.create(EmbeddingSpace.of(EMBEDDER));
    Ingestion.into(store, EMBEDDER).run(documents.iterator());
    Map<String, String> expected = new TreeMap<>();
    for (int i = 0; i < 50; i++) {
      store
          .nearest(EMBEDDER.embed("any"), Where.product("sku-" + i), Integer.MAX_VALUE)
          .forEach(
              match -> {
                StoredPassage passage = match.passage();
                expected.put(passage.id(), passage.text());
              });
    }
    return expected;
  }
}
