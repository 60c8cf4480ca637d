package dev.ecomllm.taxonomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoryMappingTest {

  private static final Taxonomy OWN =
      TaxonomyMigrationTest.tree(
          "1 - Tech", "2 - Tech > Notebooks", "3 - Tech > Notebooks > Gaming", "4 - Sale");
  private static final Taxonomy GOOGLE = Taxonomy.google();

  @Test
  void categoriesGoThereAndBack(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("mapping.csv");
    Files.writeString(file, "# own,google\n1,222\n\n2\t328\n3, 328\n");
    CategoryMapping mapping = CategoryMapping.read(file, OWN, GOOGLE);

    assertThat(mapping.toOther(OWN.require(2))).contains(GOOGLE.require(328));
    assertThat(mapping.toOther(OWN.require(3))).contains(GOOGLE.require(328));
    assertThat(mapping.toOther(OWN.require(4))).isEmpty();
    assertThat(mapping.toOwn(GOOGLE.require(328))).contains(OWN.require(2));
    // Desktop Computers and Computers have no line, Electronics has
    assertThat(mapping.toOwn(GOOGLE.require(325))).contains(OWN.require(1));
    assertThat(mapping.toOwn(GOOGLE.require(1239))).isEmpty();
    assertThatThrownBy(() -> CategoryMapping.read(folder.resolve("absent"), OWN, GOOGLE))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aCategoryWithoutALineGoesWhereItsAncestorGoes() {
    CategoryMapping mapping = CategoryMapping.read(new StringReader("1,222"), "m", OWN, GOOGLE);

    assertThat(mapping.toOther(OWN.require(3))).contains(GOOGLE.require(222));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1,2,3", "x,222", "1,y", "99,222", "1,99", "2,328\n2,325"})
  void badLinesAreErrorsThatSayWhere(String text) {
    assertThatThrownBy(() -> CategoryMapping.read(new StringReader(text), "m.csv", OWN, GOOGLE))
        .isInstanceOf(TaxonomyFormatException.class)
        .hasMessageContaining("m.csv:");
  }
}
