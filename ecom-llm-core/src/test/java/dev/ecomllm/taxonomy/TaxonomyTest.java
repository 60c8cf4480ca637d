package dev.ecomllm.taxonomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaxonomyTest {

  private static final String SMALL =
      """
      # Google_Product_Taxonomy_Version: 2020-01-02
      1 - Animals
      3 - Animals > Live Animals
      2 - Zoo > Food
      9 - Zoo
      """;

  @Test
  void theBuiltInTreeIsGooglesToTheByte() throws Exception {
    try (InputStream in = Taxonomy.class.getResourceAsStream("google-2021-09-21.en-US.txt")) {
      assertThat(in).isNotNull();
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      assertThat(HexFormat.of().formatHex(hash))
          .isEqualTo("30039729880ec5ac4851de088ad228a6898aa253f0de5d5ebea5bb1437478fce");
    }
  }

  @Test
  void knowsGooglesCurrentTree() {
    Taxonomy google = Taxonomy.google();

    assertThat(google).hasToString("google 2021-09-21 (5595 categories)");
    assertThat(depths(google)).containsExactly(21, 192, 1349, 2203, 1385, 397, 48);
    assertThat(google.categories().stream().filter(node -> !google.isLeaf(node))).hasSize(876);
    assertThat(google.categories().stream().mapToInt(node -> google.children(node).size()).max())
        .hasValue(79);
    assertThat(google.byPath("Electronics > Computers > Laptops")).contains(google.require(328));
    assertThat(google.require(1093).path().leaf()).isEqualTo("American Football");
    assertThat(Taxonomy.google("2021-09-21")).isSameAs(google);
  }

  @Test
  void knowsGooglesPreviousTree() {
    Taxonomy previous = Taxonomy.google("2019-07-10");

    assertThat(previous.size()).isEqualTo(5_582);
    assertThat(previous.version()).isEqualTo("2019-07-10");
    assertThat(previous.require(1093).path().leaf()).isEqualTo("Football");
    assertThat(previous.byId(6229)).isEmpty();
    assertThat(previous.categories())
        .allSatisfy(node -> assertThat(Taxonomy.google().byId(node.id())).isPresent());
  }

  @Test
  void refusesAVersionThatIsNotBuiltIn() {
    assertThatThrownBy(() -> Taxonomy.google("2015-02-19"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'2015-02-19'")
        .hasMessageContaining("2021-09-21 and 2019-07-10");
  }

  @Test
  void walksUpAndDown() {
    Taxonomy google = Taxonomy.google();
    Category laptops = google.require(328);

    assertThat(google.parent(laptops)).contains(google.require(278));
    assertThat(google.ancestors(laptops)).extracting(Category::id).containsExactly(222L, 278L);
    assertThat(google.children(google.require(278))).contains(laptops);
    assertThat(google.isLeaf(laptops)).isTrue();
    assertThat(google.roots()).hasSize(21).allSatisfy(top -> assertThat(top.depth()).isEqualTo(1));
    for (Category root : google.roots()) {
      assertThat(google.parent(root)).isEmpty();
      assertThat(google.ancestors(root)).isEmpty();
    }
    for (Category node : google.categories()) {
      for (Category child : google.children(node)) {
        assertThat(google.parent(child)).contains(node);
      }
    }
  }

  @Test
  void unknownIdsAndPathsHaveNoCategory() {
    Taxonomy google = Taxonomy.google();

    assertThat(google.byId(999_999_999)).isEmpty();
    assertThat(google.byId(-1)).isEmpty();
    assertThat(google.byPath("electronics > computers > laptops")).isEmpty();
    assertThat(google.byPath("")).isEmpty();
    assertThat(google.byPath("Laptops")).isEmpty();
    assertThatThrownBy(() -> google.require(999_999_999))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "taxonomy google 2021-09-21 (5595 categories) has no category with id 999999999");
  }

  @Test
  void readsAnyFileInTheFormat(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("shop.txt");
    Files.writeString(file, SMALL);

    Taxonomy shop = Taxonomy.read(file);

    assertThat(shop).hasToString("shop.txt 2020-01-02 (4 categories)");
    assertThat(shop.categories()).extracting(Category::id).containsExactly(1L, 3L, 2L, 9L);
    assertThat(shop.roots()).extracting(Category::id).containsExactly(1L, 9L);
    assertThat(shop.require(3)).hasToString("3 - Animals > Live Animals");
    assertThat(shop.require(3)).isNotEqualTo(Taxonomy.google().require(3));
    assertThatThrownBy(() -> Taxonomy.read(folder.resolve("none.txt")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", " \n", "\n\n"})
  void lineEndsAndBlankLinesMakeNoDifference(String lineEnd) {
    Taxonomy shop = read("\uFEFF" + SMALL.replace("\n", lineEnd));

    assertThat(shop.version()).isEqualTo("2020-01-02");
    assertThat(shop.categories()).hasSize(4);
    assertThat(shop.require(9).path()).hasToString("Zoo");
  }

  @Test
  void theOrderOfLinesMakesNoDifferenceToTheTree() {
    Taxonomy google = Taxonomy.google();
    List<String> lines =
        new ArrayList<>(google.categories().stream().map(Category::toString).toList());
    Collections.shuffle(lines, new Random(5));

    Taxonomy shuffled = read(String.join("\n", lines));

    assertThat(shuffled.version()).isEmpty();
    assertThat(shuffled.size()).isEqualTo(google.size());
    assertThat(depths(shuffled)).isEqualTo(depths(google));
    for (Category node : google.categories()) {
      Category same = shuffled.require(node.id());
      assertThat(same.path()).isEqualTo(node.path());
      assertThat(shuffled.ancestors(same))
          .extracting(Category::id)
          .isEqualTo(google.ancestors(node).stream().map(Category::id).toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Animals|expected 'ID - A > B > C'",
        "1 Animals|expected 'ID - A > B > C'",
        "one - Animals|the id must be a whole number of at least 0",
        "-1 - Animals|the id must be a whole number of at least 0",
        "99999999999999999999 - Animals|the id must be a whole number of at least 0",
        "5 - Animals > > Food|a name of the path is blank",
        "5 - Animals > |a name of the path is blank",
        "3 - Elsewhere|id 3 already stands in line 3",
        "7 - Animals > Live  Animals|",
        "7 - Animals > Live Animals|the path already stands in line 3",
        "7 - Nowhere > Food|the file has no line for its parent 'Nowhere'",
      })
  void aBadLineIsAnErrorThatNamesFileLineAndText(String line, String problem) {
    String text = SMALL + line + "\n1000 - Fine";
    if (problem == null) {
      assertThat(read(text).size()).isEqualTo(6);
      return;
    }
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TaxonomyFormatException.class)
        .hasMessage("test.txt:6: " + problem + ": '" + line.strip() + "'")
        .extracting(e -> ((TaxonomyFormatException) e).line())
        .isEqualTo(6);
  }

  @Test
  void aVeryLongLineIsNotRepeatedWhole() {
    assertThatThrownBy(() -> read("x".repeat(100_000)))
        .isInstanceOf(TaxonomyFormatException.class)
        .hasMessageStartingWith("test.txt:1: expected")
        .message()
        .hasSizeLessThan(250);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# Google_Product_Taxonomy_Version: 2020-01-02\n"})
  void anEmptyFileIsAnError(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TaxonomyFormatException.class)
        .hasMessageContaining("the file holds no category");
  }

  @Test
  void aReaderThatFailsIsNoTree() {
    Reader broken = Reader.nullReader();
    assertThatThrownBy(
            () -> {
              broken.close();
              Taxonomy.read(broken, "broken");
            })
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("broken");
  }

  private static Taxonomy read(String text) {
    return Taxonomy.read(new StringReader(text), "test.txt");
  }

  private static List<Integer> depths(Taxonomy taxonomy) {
    Integer[] counts = new Integer[7];
    Arrays.fill(counts, 0);
    taxonomy.categories().forEach(node -> counts[node.depth() - 1]++);
    return List.of(counts);
  }
}
