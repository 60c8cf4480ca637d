package dev.ecomllm.rag.knowledge;

import dev.ecomllm.product.Product;
import dev.ecomllm.qa.KnowledgeSource;
import dev.ecomllm.qa.Passage;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.lexical.Grams;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.Match;
import dev.ecomllm.rag.store.VectorStore;
import dev.ecomllm.rag.store.Where;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a store knows of a product, best first: the product's passages (and its family's, where
 * asked) ranked by words and by vectors, the two rankings fused, near copies left out, up to a
 * budget in tokens. Immutable and thread-safe.
 *
 * <p>Of a product with more than {@value #MOST_COMPARED} passages, the words of the nearest so many
 * are compared. The fusion is reciprocal rank fusion with the constant 60 (Cormack, Clarke and
 * Büttcher, SIGIR 2009).
 */
public final class ProductKnowledge implements KnowledgeSource {

  private static final int MOST_COMPARED = 200;
  private static final int FUSION = 60;

  /** Of their words and pairs of words, so many in both make two passages near copies. */
  private static final double NEAR_COPY = 0.8;

  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int DEFAULT_TOKENS = 2_000;

  private final VectorStore store;
  private final Optional<Embedder> embedder;
  private final Function<Product, String> family;
  private final int tokens;

  private ProductKnowledge(
      VectorStore store,
      Optional<Embedder> embedder,
      Function<Product, String> family,
      int tokens) {
    this.store = store;
    this.embedder = embedder;
    this.family = family;
    this.tokens = tokens;
  }

  /**
   * Searches by words and vectors.
   *
   * @throws IllegalArgumentException if the store was opened with another embedding model; the
   *     message names both
   */
  public static ProductKnowledge of(VectorStore store, Embedder embedder) {
    requireSame(store, Optional.of(EmbeddingSpace.of(embedder)));
    return new ProductKnowledge(store, Optional.of(embedder), product -> "", DEFAULT_TOKENS);
  }

  /**
   * Searches by words alone.
   *
   * @throws IllegalArgumentException if the store holds vectors
   */
  public static ProductKnowledge byWords(VectorStore store) {
    requireSame(store, Optional.empty());
    return new ProductKnowledge(store, Optional.empty(), product -> "", DEFAULT_TOKENS);
  }

  static void requireSame(VectorStore store, Optional<EmbeddingSpace> asked) {
    EmbeddingSpace space = asked.orElse(EmbeddingSpace.WORDS);
    if (!store.space().equals(space)) {
      throw new IllegalArgumentException(
          "the index was built with " + store.space() + " and cannot be used with " + space);
    }
  }

  /**
   * Also looks at what is known of the product's siblings.
   *
   * @param family the family of a product, {@code ""} if it has none
   */
  public ProductKnowledge withFamily(Function<Product, String> family) {
    return new ProductKnowledge(store, embedder, family, tokens);
  }

  /**
   * How much text there may be in all, in tokens of about four characters. Default: 2,000. The best
   * passage is found in any case.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ProductKnowledge withTokens(int tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException("the budget must be at least 1 token, not " + tokens);
    }
    return new ProductKnowledge(store, embedder, family, tokens);
  }

  @Override
  public List<Passage> passages(QaRequest request, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit must be at least 1, not " + limit);
    }
    String question = request.standalone();
    List<Match> candidates = candidates(request.product(), question);
    List<Set<String>> grams =
        candidates.stream().map(match -> Grams.of(match.passage().text())).toList();
    double[] byWords = Bm25.scores(Grams.of(question), grams);
    List<Passage> found = new ArrayList<>();
    List<Set<String>> kept = new ArrayList<>();
    int room = tokens * CHARACTERS_PER_TOKEN;
    for (int at : fused(byWords)) {
      String text = candidates.get(at).passage().text();
      boolean fits = found.isEmpty() || text.length() <= room;
      if (fits && kept.stream().noneMatch(other -> nearCopies(other, grams.get(at)))) {
        found.add(new Passage(text, candidates.get(at).passage().source()));
        kept.add(grams.get(at));
        room -= text.length();
      }
      if (found.size() == limit) {
        break;
      }
    }
    return found;
  }

  /** By vector, best first; each once. */
  private List<Match> candidates(Product product, String question) {
    float[] vector = embedder.map(model -> model.embed(question)).orElseGet(() -> new float[0]);
    int most = embedder.isPresent() ? MOST_COMPARED : Integer.MAX_VALUE;
    Map<String, Match> found = new LinkedHashMap<>();
    List<Match> own = store.nearest(vector, Where.product(product.id()), most);
    own.forEach(match -> found.put(match.passage().id(), match));
    String siblings = family.apply(product);
    if (!siblings.isBlank()) {
      store
          .nearest(vector, Where.family(siblings), most)
          .forEach(match -> found.putIfAbsent(match.passage().id(), match));
    }
    return found.values().stream()
        .sorted(Comparator.comparingDouble(match -> -match.similarity()))
        .toList();
  }

  /** Places of the candidates, best first; they come in the order of their vectors. */
  private List<Integer> fused(double[] byWords) {
    List<Integer> words =
        IntStream.range(0, byWords.length)
            .boxed()
            .sorted(Comparator.comparingDouble(at -> -byWords[at]))
            .toList();
    double[] scores = new double[byWords.length];
    for (int rank = 0; rank < scores.length; rank++) {
      int at = words.get(rank);
      scores[at] += byWords[at] > 0 ? 1.0 / (FUSION + rank + 1) : 0;
      scores[rank] += embedder.isPresent() ? 1.0 / (FUSION + rank + 1) : 0;
    }
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble(at -> -scores[at]))
        .toList();
  }

  private static boolean nearCopies(Set<String> a, Set<String> b) {
    long both = a.stream().filter(b::contains).count();
    return both >= NEAR_COPY * (a.size() + b.size() - both) && both > 0;
  }
}
