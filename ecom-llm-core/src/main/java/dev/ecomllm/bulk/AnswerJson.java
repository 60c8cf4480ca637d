package dev.ecomllm.bulk;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How records become JSON and come back: by their components, a sealed interface with the name of
 * its record as {@code type}, a category by its id. What is absent is left out.
 */
final class AnswerJson {

  private AnswerJson() {}

  static ObjectMapper mapper(Optional<Taxonomy> taxonomy) {
    SimpleModule categories = new SimpleModule();
    categories.addSerializer(Category.class, new CategoryId());
    taxonomy.ifPresent(tree -> categories.addDeserializer(Category.class, new CategoryOf(tree)));
    return JsonMapper.builder()
        .addModule(new Jdk8Module())
        .addModule(categories)
        .annotationIntrospector(new SealedTypes())
        // Records alone: a convenience such as isOpen() is no part of what they hold.
        .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
        .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(
                JsonInclude.Include.NON_ABSENT, JsonInclude.Include.USE_DEFAULTS))
        .enable(MapperFeature.PROPAGATE_TRANSIENT_MARKER)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  private static final class CategoryId extends JsonSerializer<Category> {
    @Override
    public void serialize(Category category, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(category.id());
    }
  }

  private static final class CategoryOf extends JsonDeserializer<Category> {

    private final Taxonomy taxonomy;

    CategoryOf(Taxonomy taxonomy) {
      this.taxonomy = taxonomy;
    }

    @Override
    public Category deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return taxonomy.require(json.getLongValue());
    }
  }

  /** Which record of a sealed interface it is stands in the JSON. */
  private static final class SealedTypes extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
        MapperConfig<?> config, AnnotatedClass annotated, JavaType type) {
      TypeResolverBuilder<?> found = super.findTypeResolver(config, annotated, type);
      return found == null && type.getRawClass().isSealed()
          ? new StdTypeResolverBuilder()
              .init(JsonTypeInfo.Id.NAME, null)
              .inclusion(JsonTypeInfo.As.PROPERTY)
              .typeProperty("type")
          : found;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
      Class<?> type = annotated.getRawType();
      return type.isSealed()
          ? Stream.of(type.getPermittedSubclasses())
              .map(record -> new NamedType(record, record.getSimpleName()))
              .toList()
          : super.findSubtypes(annotated);
    }
  }
}
