package dev.ecomllm.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real Chroma server, and what is particular to it. */
@EnabledIfEnvironmentVariable(named = ChromaServer.COMMAND, matches = ".+")
class ChromaStoreTest extends VectorStoreContract {

  @TempDir private static Path data;
  private static ChromaServer server;

  private final String collection = "test-" + UUID.randomUUID();

  @BeforeAll
  static void start() throws IOException {
    server = ChromaServer.start(data);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  VectorStore open(EmbeddingSpace space) {
    return Chroma.at(server.uri()).withCollection(collection).open(space);
  }

  @Test
  void anotherDimensionIsAnErrorThatNamesBoth() {
    add(passage("a", "sku-1", "d1", 0));

    assertThatThrownBy(() -> open(new EmbeddingSpace("model-b", 16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model-a (8 dimensions)")
        .hasMessageContaining("model-b (16 dimensions)");
  }

  @Test
  void tenantsAndDatabasesAreApart() {
    Chroma other =
        Chroma.at(server.uri())
            .withTenant("tenant-b")
            .withDatabase("database-b")
            .withCollection(collection);
    add(passage("a", "sku-1", "d1", 0));
    store = other.open(SPACE);
    assertThat(ids("sku-1")).isEmpty();
    add(passage("b", "sku-1", "d1", 0));

    store = open(SPACE);

    assertThat(ids("sku-1")).containsExactly("a");
    store = other.open(SPACE);
    assertThat(ids("sku-1")).containsExactly("b");
  }

  @Test
  void aCollectionThatWentMissingIsAnErrorThatIsNotRetried() throws IOException {
    VectorStore gone = open(SPACE);
    server.delete(
        "/api/v2/tenants/default_tenant/databases/default_database/collections/" + collection);

    assertThatThrownBy(() -> gone.add(List.of(passage("a", "sku-1", "d1", 0)), List.of(axis(0))))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isRetryable()).isFalse());
  }
}
