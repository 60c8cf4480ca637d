package dev.ecomllm.rag.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Any store of LangChain4j that can filter by metadata. The first passage in it is a label: which
 * index this is and what it was built with.
 */
public final class LangChain4jStore implements VectorStore {

  /** The id of the label. */
  static final String LABEL = "ecom-llm-index";

  /** Well below what servers take at once; Chroma takes 5,461. */
  private static final int MOST_AT_ONCE = 1_000;

  private static final int FORMAT = 1;
  private static final String KIND = "entry";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EmbeddingStore<TextSegment> store;
  private final String name;
  private final boolean keepsWhatItHas;
  private final EmbeddingSpace space;
  private final String id;

  /** What the label says. */
  private record Label(String id, EmbeddingSpace space) {}

  private LangChain4jStore(
      EmbeddingStore<TextSegment> store, String name, boolean keepsWhatItHas, Label label) {
    this.store = store;
    this.name = name;
    this.keepsWhatItHas = keepsWhatItHas;
    this.space = label.space();
    this.id = label.id();
  }

  /**
   * Opens an index in a store that holds nothing else, or begins one there.
   *
   * @param store compares by cosine; its owner closes it
   * @throws IllegalArgumentException if it was built with another embedding model; the message
   *     names both
   * @throws StoreException if the store cannot be reached or does not take such vectors
   */
  public static LangChain4jStore open(EmbeddingStore<TextSegment> store, EmbeddingSpace space) {
    requireVectors(space);
    String name = "the index in " + store.getClass().getSimpleName();
    return open(store, name, false, space, () -> label(store, name, space));
  }

  /**
   * Opens a store of which more is known.
   *
   * @param keepsWhatItHas whether adding an id that is there already changes nothing
   * @param label reads the text of the label
   */
  static LangChain4jStore open(
      EmbeddingStore<TextSegment> store,
      String name,
      boolean keepsWhatItHas,
      EmbeddingSpace space,
      Supplier<Optional<String>> label) {
    Optional<String> found = label.get();
    if (found.isPresent()) {
      Label read = read(name, found.get());
      space.requireSame(read.space(), name);
      return new LangChain4jStore(store, name, keepsWhatItHas, read);
    }
    Label made = new Label(UUID.randomUUID().toString(), space);
    TextSegment segment = TextSegment.from(write(made), Metadata.from(KIND, "label"));
    attempt(
        "begin " + name,
        () -> {
          store.addAll(List.of(LABEL), List.of(Embedding.from(axis(space))), List.of(segment));
          return made;
        });
    return new LangChain4jStore(store, name, keepsWhatItHas, made);
  }

  static void requireVectors(EmbeddingSpace space) {
    if (space.dimension() == 0) {
      throw new IllegalArgumentException(
          "an index of words alone needs a MemoryStore: other stores need vectors");
    }
  }

  private static Optional<String> label(
      EmbeddingStore<TextSegment> store, String name, EmbeddingSpace space) {
    EmbeddingSearchRequest request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(axis(space)))
            .maxResults(1)
            .filter(MetadataFilterBuilder.metadataKey(KIND).isEqualTo("label"))
            .build();
    return attempt("open " + name + " with " + space, () -> store.search(request).matches())
        .stream()
        .map(match -> match.embedded().text())
        .findFirst();
  }

  private static float[] axis(EmbeddingSpace space) {
    float[] axis = new float[space.dimension()];
    axis[0] = 1;
    return axis;
  }

  private static String write(Label label) {
    return JSON.createObjectNode()
        .put("format", FORMAT)
        .put("id", label.id())
        .put("embedder", label.space().model())
        .put("dimension", label.space().dimension())
        .toString();
  }

  private static Label read(String name, String text) {
    try {
      JsonNode json = JSON.readTree(text);
      int format = json.path("format").asInt();
      if (format != FORMAT) {
        throw new StoreException(
            name + " has format " + format + "; needed is " + FORMAT, false, null);
      }
      return new Label(
          json.path("id").asText(),
          new EmbeddingSpace(json.path("embedder").asText(), json.path("dimension").asInt()));
    } catch (JsonProcessingException e) {
      throw new StoreException(name + " was not built by this library", false, e);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public EmbeddingSpace space() {
    return space;
  }

  @Override
  public void add(List<StoredPassage> passages, List<float[]> vectors) {
    Vectors.check(space, passages, vectors);
    for (int from = 0; from < passages.size(); from += MOST_AT_ONCE) {
      int to = Math.min(from + MOST_AT_ONCE, passages.size());
      List<StoredPassage> some = passages.subList(from, to);
      List<String> ids = some.stream().map(StoredPassage::id).toList();
      List<Embedding> embeddings = vectors.subList(from, to).stream().map(Embedding::from).toList();
      List<TextSegment> segments = some.stream().map(LangChain4jStore::segment).toList();
      attempt(
          "add to " + name,
          () -> {
            if (!keepsWhatItHas) {
              store.removeAll(ids);
            }
            store.addAll(ids, embeddings, segments);
            return ids;
          });
    }
  }

  private static TextSegment segment(StoredPassage passage) {
    Metadata metadata =
        new Metadata()
            .put(key(Where.Label.PRODUCT), passage.product())
            .put(key(Where.Label.FAMILY), passage.family())
            .put(key(Where.Label.DOCUMENT), passage.document())
            .put("revision", passage.revision())
            .put("source", passage.source())
            .put("field", passage.field())
            .put("position", passage.position());
    return TextSegment.from(passage.text(), metadata);
  }

  private static String key(Where.Label label) {
    return label.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void remove(Where where) {
    attempt(
        "remove from " + name,
        () -> {
          store.removeAll(filter(where));
          return where;
        });
  }

  private static Filter filter(Where where) {
    Filter chosen = MetadataFilterBuilder.metadataKey(key(where.label())).isIn(where.values());
    return where.exceptRevisions().isEmpty()
        ? chosen
        : Filter.and(
            chosen, MetadataFilterBuilder.metadataKey("revision").isNotIn(where.exceptRevisions()));
  }

  @Override
  public List<Match> nearest(float[] vector, Where where, int limit) {
    Vectors.check(space, vector);
    EmbeddingSearchRequest request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(vector))
            .maxResults(limit)
            .filter(filter(where))
            .build();
    List<Match> matches = new ArrayList<>();
    for (EmbeddingMatch<TextSegment> match :
        attempt("search " + name, () -> store.search(request).matches())) {
      // LangChain4j's score is (cosine + 1) / 2, and rounding may take it outside.
      double cosine = 2 * match.score() - 1;
      matches.add(new Match(passage(match), Math.max(-1.0, Math.min(1.0, cosine))));
    }
    return matches;
  }

  private static StoredPassage passage(EmbeddingMatch<TextSegment> match) {
    Metadata metadata = match.embedded().metadata();
    return new StoredPassage(
        match.embeddingId(),
        text(metadata, key(Where.Label.PRODUCT)),
        text(metadata, key(Where.Label.FAMILY)),
        text(metadata, "source"),
        text(metadata, "field"),
        Objects.requireNonNullElse(metadata.getInteger("position"), 0),
        text(metadata, key(Where.Label.DOCUMENT)),
        text(metadata, "revision"),
        match.embedded().text());
  }

  private static String text(Metadata metadata, String key) {
    return Objects.requireNonNullElse(metadata.getString(key), "");
  }

  /** Stores throw what they like: here it becomes one kind, which says whether to try again. */
  static <T> T attempt(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      int status = status(e);
      boolean retryable = status == 0 || status == 408 || status == 429 || status >= 500;
      throw new StoreException(
          "cannot " + what + (status == 0 ? "" : ": status " + status),
          retryable && !(e instanceof IllegalArgumentException),
          e);
    }
  }

  private static int status(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException http) {
        return http.statusCode();
      }
    }
    return 0;
  }

  /** Nothing to do: stores keep what they were given. */
  @Override
  public void flush() {}

  /** Nothing to do: the store belongs to whoever made it. */
  @Override
  public void close() {}

  /** {@code LangChain4jStore[the index in ..., bge-small-en-v1.5-q (384 dimensions)]}. */
  @Override
  public String toString() {
    return "LangChain4jStore[" + name + ", " + space + "]";
  }
}
