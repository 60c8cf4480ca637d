package dev.ecomllm.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryStoreTest extends VectorStoreContract {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("sub").resolve("index.bin");
  }

  @Override
  VectorStore open(EmbeddingSpace space) {
    return MemoryStore.open(file(), space);
  }

  @Test
  void searchIsExact() {
    Random random = new Random(7);
    List<StoredPassage> passages = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      passages.add(passage("p" + i, "sku-1", "d" + i, 0));
      vectors.add(random(random));
    }
    store.add(passages, vectors);
    float[] asked = random(random);

    List<String> expected =
        IntStream.range(0, 500)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -VectorUtil.dotProduct(asked, vectors.get(i))))
            .limit(20)
            .map(i -> "p" + i)
            .toList();
    assertThat(store.nearest(asked, Where.product("sku-1"), 20))
        .extracting(match -> match.passage().id())
        .isEqualTo(expected);
  }

  @Test
  void whatWasNotFlushedIsNotInTheFile() {
    add(passage("a", "sku-1", "d1", 0));
    store.flush();
    add(passage("b", "sku-1", "d1", 1));

    store = open(SPACE);

    assertThat(ids("sku-1")).containsExactly("a");
  }

  @Test
  void everyDamagedByteIsNoticed() throws IOException {
    add(passage("a", "sku-1", "d1", 0), passage("b", "sku-1", "d1", 1));
    store.flush();
    byte[] good = Files.readAllBytes(file());
    Random random = new Random(3);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(file(), bad);
      assertThatThrownBy(() -> open(SPACE))
          .as("byte %s", at)
          .isInstanceOfAny(StoreException.class, IllegalArgumentException.class);
    }
  }

  @Test
  void aFileThatWasCutOffIsNoticed() throws IOException {
    add(passage("a", "sku-1", "d1", 0));
    store.flush();
    byte[] good = Files.readAllBytes(file());
    for (int length = 0; length < good.length; length++) {
      Files.write(file(), Arrays.copyOf(good, length));
      assertThatThrownBy(() -> open(SPACE)).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void anotherFormatIsNamed() throws IOException {
    store.flush();
    byte[] bytes = Files.readAllBytes(file());
    bytes[7] = 9;
    Files.write(file(), bytes);

    assertThatThrownBy(() -> open(SPACE))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("format 9");
  }

  @Test
  void anotherDimensionIsAnErrorThatNamesBoth() {
    store.flush();

    assertThatThrownBy(() -> open(new EmbeddingSpace("model-a", 16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 dimensions")
        .hasMessageContaining("16 dimensions");
  }

  @Test
  void wordsAloneNeedNoVectors() {
    MemoryStore words = MemoryStore.create(EmbeddingSpace.WORDS);
    words.add(
        List.of(passage("a", "sku-1", "d1", 0), passage("b", "sku-1", "d1", 1)),
        List.of(new float[0], new float[0]));

    assertThat(words.nearest(new float[0], Where.product("sku-1"), 5))
        .extracting(match -> match.passage().id())
        .containsExactly("a", "b");
    words.flush();
    assertThat(words.size()).isEqualTo(2);
    assertThat(words).hasToString("MemoryStore[2 passages, words alone (0 dimensions)]");
  }
}
