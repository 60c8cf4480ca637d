package dev.ecomllm.rag.candidates;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What training found out, beside the vectors: how much each kind of evidence counts, and what it
 * was trained on.
 *
 * @param format version of this file, 2
 * @param taxonomy name and version of the tree
 * @param texts SHA-256 of the texts of all categories ({@link CategoryTexts#hash})
 * @param embedder the embedding model's name
 * @param dimension of its vectors
 * @param dense how much the log-probability by vectors counts
 * @param lexical how much the score by words counts
 * @param lexicalAlone how much the score by words counts where there are no vectors
 * @param listings how much a step of {@link CategoryTexts#listings()} counts
 */
record CategoryModel(
    int format,
    String taxonomy,
    String texts,
    String embedder,
    int dimension,
    double dense,
    double lexical,
    double lexicalAlone,
    double listings) {

  private static final int FORMAT = 2;
  private static final String FILE = "category-model.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The model in this jar. */
  static CategoryModel builtin() {
    try (InputStream in = CategoryModel.class.getResourceAsStream(FILE)) {
      CategoryModel model = JSON.readValue(in, CategoryModel.class);
      if (model.format != FORMAT) {
        throw new IllegalStateException(FILE + " has format " + model.format + ", not " + FORMAT);
      }
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + FILE, e);
    }
  }

  /** This model with one kind of evidence weighing nothing. */
  CategoryModel without(CategoryIndex.Evidence evidence) {
    return new CategoryModel(
        format,
        taxonomy,
        "",
        embedder,
        dimension,
        evidence == CategoryIndex.Evidence.VECTORS ? 0 : dense,
        evidence == CategoryIndex.Evidence.WORDS ? 0 : lexical,
        evidence == CategoryIndex.Evidence.WORDS ? 0 : lexicalAlone,
        evidence == CategoryIndex.Evidence.LISTINGS ? 0 : listings);
  }

  /** {@code "lexicon-"} and the start of the texts' hash, or {@code "untrained"}. */
  String fingerprint() {
    return texts.isEmpty() ? "untrained" : "lexicon-" + texts.substring(0, 12);
  }

  /** Without training: both kinds of evidence count as they come. */
  static CategoryModel untrained(double dense, double lexical) {
    return new CategoryModel(FORMAT, "", "", "", 0, dense, lexical, lexical, 0);
  }

  /**
   * Checks that the model is about these.
   *
   * @throws IllegalArgumentException if not; the message names both
   */
  void requireFit(Taxonomy tree, String textsHash, Embedder model) {
    require("embedding model", embedder, model.id());
    requireFit(tree, textsHash);
  }

  void requireFit(Taxonomy tree, String textsHash) {
    require("taxonomy", taxonomy, tree.identity());
    require("lexicon", texts, textsHash);
  }

  private static void require(String what, String trained, String given) {
    if (!trained.equals(given)) {
      throw new IllegalArgumentException(
          "the category vectors were trained with "
              + what
              + " '"
              + trained
              + "', not '"
              + given
              + "'");
    }
  }
}
