package dev.ecomllm.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

  /** Chroma's search is approximate: of the ten nearest of a product, how many does it find? */
  @Test
  void findsWhatExactSearchFinds() {
    EmbeddingSpace space = new EmbeddingSpace("model-384", 384);
    MemoryStore exact = MemoryStore.create(space);
    VectorStore chroma = Chroma.at(server.uri()).withCollection(collection + "-384").open(space);
    Random random = new Random(9);
    for (int batch = 0; batch < 4; batch++) {
      List<StoredPassage> passages = new ArrayList<>();
      List<float[]> vectors = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        String id = "p" + (1_000 * batch + i);
        passages.add(passage(id, i % 2 == 0 ? "large" : "sku-" + i % 50, "d" + id, 0));
        vectors.add(random(random, 384));
      }
      exact.add(passages, vectors);
      chroma.add(passages, vectors);
    }

    int found = 0;
    for (int i = 0; i < 50; i++) {
      float[] asked = random(random, 384);
      Where where = Where.product(i % 2 == 0 ? "large" : "sku-" + i % 50);
      Set<String> nearest = ids(exact.nearest(asked, where, 10));
      nearest.retainAll(ids(chroma.nearest(asked, where, 10)));
      found += nearest.size();
    }

    // Random directions are the hardest case: all are about equally near.
    assertThat(found / 500.0).as("recall@10").isGreaterThanOrEqualTo(0.9);
  }

  private static Set<String> ids(List<Match> matches) {
    return matches.stream().map(match -> match.passage().id()).collect(Collectors.toSet());
  }
}
