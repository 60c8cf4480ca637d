package dev.ecomllm.extract;

import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which attributes the products of a category have. A category has those of its ancestors too,
 * those of the top first; an attribute of the same name lower down replaces the one above.
 * Immutable and thread-safe.
 */
public final class SchemaRegistry {

  /** The attributes that every product has. */
  private final List<AttributeSpec> everywhere;

  private final Taxonomy taxonomy;
  private final Map<Long, List<AttributeSpec>> own;

  SchemaRegistry(
      Taxonomy taxonomy, List<AttributeSpec> everywhere, Map<Long, List<AttributeSpec>> own) {
    this.taxonomy = taxonomy;
    this.everywhere = List.copyOf(everywhere);
    this.own = Map.copyOf(own);
  }

  /** The schemas of this project, for {@link Taxonomy#google()}. */
  public static SchemaRegistry builtin() {
    return Builtin.SCHEMAS;
  }

  /** Read when first asked for. */
  private static final class Builtin {
    static final SchemaRegistry SCHEMAS = read();

    private static SchemaRegistry read() {
      try (InputStream in =
          Objects.requireNonNull(SchemaRegistry.class.getResourceAsStream("schemas.json"))) {
        return SchemaReader.read(
            new InputStreamReader(in, StandardCharsets.UTF_8), "schemas.json", Taxonomy.google());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read schemas.json", e);
      }
    }
  }

  /** A registry that knows no attributes: every schema is open. */
  public static SchemaRegistry empty(Taxonomy taxonomy) {
    return new SchemaRegistry(taxonomy, List.of(), Map.of());
  }

  /**
   * Reads schemas from a UTF-8 JSON file:
   *
   * <pre>{@code
   * {"everywhere": [{"name": "brand"}],
   *  "categories": {
   *    "Apparel & Accessories > Shoes": [
   *      {"name": "color", "description": "main color first"},
   *      {"name": "gender", "type": "one of", "values": ["male", "female", "unisex"]},
   *      {"name": "heel_height", "type": "number", "unit": "cm", "minimum": 0, "maximum": 30}]}}
   * }</pre>
   *
   * <p>Categories are paths or ids. Types are {@code text} (the default), {@code one of}, {@code
   * several of}, {@code number}, {@code yes or no} and {@code list}; {@code "required": true} and
   * {@code "mustBeStated": false} are possible too.
   *
   * @throws IllegalArgumentException if the file holds anything else, or names a category that the
   *     taxonomy does not have; the message names the place
   * @throws UncheckedIOException if the file cannot be read
   */
  public static SchemaRegistry read(Path file, Taxonomy taxonomy) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return SchemaReader.read(reader, file.toString(), taxonomy);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read schemas from " + file, e);
    }
  }

  /** This registry with these attributes in a category, in place of those it had there itself. */
  public SchemaRegistry with(Category category, AttributeSchema schema) {
    Map<Long, List<AttributeSpec>> more = new HashMap<>(own);
    more.put(category.id(), schema.attributes());
    return new SchemaRegistry(taxonomy, everywhere, more);
  }

  /** The attributes of a category: its own and what it inherits; open if there are none at all. */
  public AttributeSchema schemaFor(Category category) {
    Map<String, AttributeSpec> attributes = new LinkedHashMap<>();
    everywhere.forEach(spec -> attributes.put(spec.name(), spec));
    for (Category node : downTo(category)) {
      own.getOrDefault(node.id(), List.of()).forEach(spec -> attributes.put(spec.name(), spec));
    }
    return new AttributeSchema(List.copyOf(attributes.values()));
  }

  /** The schema of the category with this path or id; open for a label that is neither. */
  public AttributeSchema schemaFor(String category) {
    return taxonomy
        .byPath(category)
        .or(
            () ->
                category.matches("\\d{1,9}")
                    ? taxonomy.byId(Long.parseLong(category))
                    : Optional.empty())
        .map(this::schemaFor)
        .orElse(AttributeSchema.OPEN);
  }

  /** The ids of the categories that have attributes of their own. */
  public List<Long> categories() {
    return own.keySet().stream().sorted().toList();
  }

  private List<Category> downTo(Category category) {
    List<Category> nodes = new ArrayList<>(category.taxonomy().ancestors(category));
    nodes.sort(Comparator.comparingInt(Category::depth));
    nodes.add(category);
    return nodes;
  }
}
