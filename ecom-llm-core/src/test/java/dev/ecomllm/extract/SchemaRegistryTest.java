package dev.ecomllm.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.extract.normal.Unit;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryTest {

  private final Taxonomy tree = Taxonomy.google();

  @Test
  void theBuiltInOnesCoverTheTree() {
    SchemaRegistry schemas = SchemaRegistry.builtin();
    assertThat(schemas.categories()).hasSizeGreaterThanOrEqualTo(120);
    assertThat(
            schemas.categories().stream()
                .map(id -> tree.require(id).path().names().get(0))
                .collect(Collectors.toSet()))
        .hasSize(21);
    for (Category category : tree.categories()) {
      AttributeSchema schema = schemas.schemaFor(category);
      assertThat(schema.find("brand")).isPresent();
      assertThat(schema.attributes().size()).isBetween(8, 60);
    }
  }

  @Test
  void everyBuiltInUnitIsOneThatWeKnow() {
    for (long id : SchemaRegistry.builtin().categories()) {
      assertThat(SchemaRegistry.builtin().schemaFor(tree.require(id)).attributes())
          .allMatch(spec -> spec.unit().isEmpty() || Unit.find(spec.unit()).isPresent());
    }
  }

  @Test
  void aCategoryInheritsAndReplaces(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("schemas.json");
    Files.writeString(
        file,
        """
        {"everywhere": [{"name": "brand", "required": true}],
         "categories": {
           "Electronics": [{"name": "color"}, {"name": "weight", "type": "number", "unit": "kg"}],
           "Electronics > Computers > Laptops":
             [{"name": "color", "type": "one of", "values": ["silver", "black"]}],
           "166": [{"name": "size", "mustBeStated": false}]}}
        """);
    SchemaRegistry schemas = SchemaRegistry.read(file, tree);
    AttributeSchema laptops = schemas.schemaFor("Electronics > Computers > Laptops");
    assertThat(laptops.attributes())
        .extracting(AttributeSpec::name)
        .containsExactly("brand", "color", "weight");
    assertThat(laptops.find("color").orElseThrow().values()).containsExactly("silver", "black");
    assertThat(laptops.find("brand").orElseThrow().required()).isTrue();
    assertThat(schemas.schemaFor("166").find("size").orElseThrow().mustBeStated()).isFalse();
    assertThat(schemas.schemaFor("166").find("weight")).isEmpty();
    assertThat(schemas.schemaFor("Gadgets").isOpen()).isTrue();
  }

  @Test
  void aShopPutsItsOwnInPlace() {
    Category shoes = tree.byPath("Apparel & Accessories > Shoes").orElseThrow();
    SchemaRegistry schemas =
        SchemaRegistry.empty(tree).with(shoes, AttributeSchema.of(AttributeSpec.text("last")));
    assertThat(schemas.schemaFor(shoes).attributes()).hasSize(1);
    assertThat(schemas.schemaFor(tree.require(166)).isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"categories\":{\"Electronic\":[]}}",
        "{\"everywhere\":[{\"name\":\"a\",\"kind\":\"text\"}]}",
        "{\"everywhere\":[{\"name\":\"a\",\"type\":\"texts\"}]}",
        "{\"everywhere\":[{\"name\":\"\"}]}",
        "{\"everywhere\":[{\"name\":\"a\",\"type\":\"one of\"}]}",
      })
  void aMistakeIsNamedWithItsFile(String json, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.json");
    Files.writeString(file, json);
    assertThatThrownBy(() -> SchemaRegistry.read(file, tree))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mine.json");
  }
}
