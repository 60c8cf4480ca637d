package dev.ecomllm.rag.candidates;

import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.CandidateSource;
import dev.ecomllm.classify.LabelledProduct;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.lexical.GramIndex;
import dev.ecomllm.rag.lexicon.Lexicon;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Finds the categories that a product's text speaks of. Three kinds of evidence are added up: how
 * well the embedding of the text fits the trained vector of each category, which words and pairs of
 * words it shares with what is known of the category, and how common such listings are. The scores
 * are log-probabilities over the whole tree. Immutable and thread-safe; without an embedding model
 * it works by words alone.
 */
public final class CategoryIndex implements CandidateSource {

  private static final String VECTORS = "category-vectors.bin";

  /** Sharpness of a softmax over cosine similarities. */
  private static final float SHARPNESS = 20;

  private final List<Category> categories;
  private final CategoryModel model;
  private final GramIndex words;
  private final Optional<Dense> dense;
  private final int[] listings;
  private final Optional<ShopExamples> examples;

  private CategoryIndex(
      List<Category> categories,
      CategoryModel model,
      GramIndex words,
      Optional<Dense> dense,
      int[] listings,
      Optional<ShopExamples> examples) {
    this.categories = categories;
    this.model = model;
    this.words = words;
    this.dense = dense;
    this.listings = listings;
    this.examples = examples;
  }

  private CategoryIndex(List<CategoryTexts> texts, CategoryModel model, Optional<Dense> dense) {
    this(
        texts.stream().map(CategoryTexts::category).toList(),
        model,
        GramIndex.of(texts.stream().map(CategoryTexts::all).toList()),
        dense,
        texts.stream().mapToInt(CategoryTexts::listings).toArray(),
        Optional.empty());
  }

  /** An embedding model with the vectors that go with it. */
  private record Dense(Embedder embedder, CategoryVectors vectors) {}

  /**
   * Google's tree with this project's lexicon and trained vectors.
   *
   * @param embedder the model that the vectors were trained with: {@link
   *     dev.ecomllm.rag.embed.LangChain4jEmbedder#bgeSmallEn()}
   * @throws IllegalArgumentException if it is another one; the message names both
   */
  public static CategoryIndex google(Embedder embedder) {
    CategoryModel model = CategoryModel.builtin();
    List<CategoryTexts> texts = texts(Taxonomy.google(), Lexicon.builtin());
    model.requireFit(Taxonomy.google(), CategoryTexts.hash(texts), embedder);
    List<Category> categories = texts.stream().map(CategoryTexts::category).toList();
    try (InputStream in = CategoryIndex.class.getResourceAsStream(VECTORS)) {
      if (in == null) {
        throw new IllegalStateException("resource " + VECTORS + " is missing from the jar");
      }
      CategoryVectors vectors = CategoryVectors.read(in, categories, embedder.dimension());
      return new CategoryIndex(texts, model, Optional.of(new Dense(embedder, vectors)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + VECTORS, e);
    }
  }

  /**
   * Google's tree with this project's lexicon, by words alone: many thousands of products a second,
   * and less exact.
   */
  public static CategoryIndex googleByWords() {
    CategoryModel model = CategoryModel.builtin();
    List<CategoryTexts> texts = texts(Taxonomy.google(), Lexicon.builtin());
    model.requireFit(Taxonomy.google(), CategoryTexts.hash(texts));
    return new CategoryIndex(texts, model, Optional.empty());
  }

  /** Any tree, by words alone. A tree without a lexicon is searched by its paths. */
  public static CategoryIndex byWords(Taxonomy taxonomy, Lexicon lexicon) {
    return new CategoryIndex(
        texts(taxonomy, lexicon), CategoryModel.untrained(0, 1), Optional.empty());
  }

  /**
   * Any tree, with the embedding of each category's label as its vector. Embeds them all at this
   * call: about 20 seconds for 5,000 categories on two processors.
   */
  public static CategoryIndex of(Taxonomy taxonomy, Lexicon lexicon, Embedder embedder) {
    List<CategoryTexts> texts = texts(taxonomy, lexicon);
    List<float[]> labels =
        texts.parallelStream().map(one -> scaled(embedder.embed(one.label()))).toList();
    return new CategoryIndex(
        texts,
        CategoryModel.untrained(1, 1),
        Optional.of(new Dense(embedder, CategoryVectors.of(labels))));
  }

  /**
   * This index with labelled products of the shop as further evidence, at once and without
   * training. They replace those that it had. Embeds them all at this call.
   *
   * @throws IllegalArgumentException if the category of one is not in this index
   */
  public CategoryIndex learning(List<LabelledProduct> labelled) {
    Map<Long, Integer> placeOf = new HashMap<>();
    for (int place = 0; place < categories.size(); place++) {
      placeOf.put(categories.get(place).id(), place);
    }
    return new CategoryIndex(
        categories,
        model,
        words,
        dense,
        listings,
        Optional.of(ShopExamples.of(labelled, placeOf, dense.map(Dense::embedder))));
  }

  /**
   * This index with less to go by, to see what each kind of evidence is worth. Its answers have no
   * calibration.
   */
  public CategoryIndex without(Evidence evidence) {
    return new CategoryIndex(
        categories,
        model.without(evidence),
        words,
        evidence == Evidence.VECTORS ? Optional.empty() : dense,
        listings,
        examples);
  }

  /** What an index goes by. */
  public enum Evidence {
    /** How well the embedding of the text fits a category's vector. */
    VECTORS,
    /** The words that the text shares with what is known of a category. */
    WORDS,
    /** How common listings of a category are. */
    LISTINGS
  }

  /** The texts of every category of a tree, in the tree's order. */
  public static List<CategoryTexts> texts(Taxonomy taxonomy, Lexicon lexicon) {
    return taxonomy.categories().stream().map(c -> CategoryTexts.of(c, lexicon)).toList();
  }

  @Override
  public List<Candidate> candidates(Product product, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, not " + limit);
    }
    String text = ProductQuery.text(product);
    double[] scores = scores(text);
    return best(scores, limit);
  }

  /** The tree whose nodes it finds. */
  public Taxonomy taxonomy() {
    return categories.get(0).taxonomy();
  }

  /** Whether it works by words alone, without an embedding model. */
  public boolean isByWords() {
    return dense.isEmpty();
  }

  /**
   * A name of everything that its scores depend on but the shop's examples: training, lexicon, kind
   * of evidence.
   */
  public String fingerprint() {
    return model.fingerprint() + (isByWords() ? "-words" : "");
  }

  private double[] scores(String text) {
    float[] shared = words.scores(text);
    double[] scores = new double[shared.length];
    double lexical = dense.isPresent() ? model.lexical() : model.lexicalAlone();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = lexical * shared[i] + model.listings() * listings[i];
    }
    Optional<float[]> vector = dense.map(d -> d.embedder().embed(text));
    if (dense.isPresent() && vector.isPresent()) {
      float[] dots = dense.get().vectors().dots(vector.get());
      for (int i = 0; i < scores.length; i++) {
        scores[i] += model.dense() * dots[i];
      }
    }
    examples.ifPresent(known -> known.addTo(scores, text, vector));
    return logProbabilities(scores);
  }

  private List<Candidate> best(double[] scores, int limit) {
    PriorityQueue<Integer> best =
        new PriorityQueue<>(Comparator.comparingDouble((Integer place) -> scores[place]));
    for (int place = 0; place < scores.length; place++) {
      if (best.size() < limit) {
        best.add(place);
      } else if (scores[place] > scores[best.element()]) {
        best.remove();
        best.add(place);
      }
    }
    List<Candidate> candidates = new ArrayList<>(best.size());
    while (!best.isEmpty()) {
      int place = best.remove();
      candidates.add(0, new Candidate(categories.get(place), scores[place]));
    }
    return candidates;
  }

  /** Logarithms of a softmax. */
  private static double[] logProbabilities(double[] scores) {
    double max = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      max = Math.max(max, score);
    }
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - max);
    }
    double normalizer = max + Math.log(sum);
    double[] logs = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      logs[i] = scores[i] - normalizer;
    }
    return logs;
  }

  private static float[] scaled(float[] vector) {
    float[] scaled = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      scaled[i] = SHARPNESS * vector[i];
    }
    return scaled;
  }
}
