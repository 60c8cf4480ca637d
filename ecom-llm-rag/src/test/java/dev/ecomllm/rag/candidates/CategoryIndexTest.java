package dev.ecomllm.rag.candidates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.LabelledProduct;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.lexicon.Lexicon;
import dev.ecomllm.rag.lexicon.LexiconEntry;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CategoryIndexTest {

  private static final Taxonomy TREE =
      Taxonomy.read(
          new StringReader(
              """
              1 - Tools
              2 - Tools > Drills
              3 - Tools > Hammers
              4 - Garden
              5 - Garden > Hoses
              """),
          "shop");
  private static final Lexicon LEXICON =
      Lexicon.of(
          List.of(
              new LexiconEntry(
                  2,
                  "Drills",
                  0,
                  List.of("power drill", "cordless driver"),
                  "",
                  List.of("Torqline 18V Kit")),
              new LexiconEntry(5, "Hoses", 5, List.of("garden hose"), "", List.of())));

  /** Two numbers: how often a text says "hammer", and 1. */
  private static final Embedder HAMMERS =
      new Embedder() {
        @Override
        public String id() {
          return "hammers";
        }

        @Override
        public int dimension() {
          return 2;
        }

        @Override
        public List<float[]> embed(List<String> texts) {
          return texts.stream()
              .map(t -> t.contains("ammer") ? new float[] {1, 0} : new float[] {0, 1})
              .toList();
        }
      };

  @Test
  void findsByTheWordsOfTheLexicon() {
    CategoryIndex index = CategoryIndex.byWords(TREE, LEXICON);
    List<Candidate> candidates = index.candidates(Product.of("1", "torqline cordless driver"), 3);
    assertThat(candidates).hasSize(3);
    assertThat(candidates.get(0).category().id()).isEqualTo(2);
  }

  @Test
  void scoresAreLogProbabilitiesOverTheTree() {
    CategoryIndex index = CategoryIndex.byWords(TREE, LEXICON);
    List<Candidate> all = index.candidates(Product.of("1", "hose"), 100);
    assertThat(all).hasSize(TREE.size());
    assertThat(all.stream().mapToDouble(c -> Math.exp(c.score())).sum()).isCloseTo(1, within(1e-9));
    assertThat(all).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
  }

  @Test
  void vectorsAndWordsAddUp() {
    CategoryIndex index = CategoryIndex.of(TREE, LEXICON, HAMMERS);
    assertThat(index.candidates(Product.of("1", "jackhammer"), 1).get(0).category().id())
        .isEqualTo(3);
    assertThat(index.candidates(Product.of("1", "hose"), 1).get(0).category().id()).isEqualTo(5);
  }

  @Test
  void theShopsOwnProductsCountAtOnce() {
    Product odd = Product.of("1", "Snorfblatt 3000");
    List<LabelledProduct> examples =
        List.of(new LabelledProduct(Product.of("2", "Snorfblatt 2000"), TREE.require(5)));
    for (CategoryIndex index :
        List.of(CategoryIndex.byWords(TREE, LEXICON), CategoryIndex.of(TREE, LEXICON, HAMMERS))) {
      assertThat(index.learning(examples).candidates(odd, 1).get(0).category().id()).isEqualTo(5);
    }
  }

  @Test
  void whereTheTextSaysNothingTheCommonestCategoriesComeFirst() {
    Product blank = Product.of("1", "Qwzx Jjkv");
    CategoryIndex google = CategoryIndex.googleByWords();
    Lexicon lexicon = Lexicon.builtin();
    assertThat(google.candidates(blank, 10))
        .allSatisfy(
            candidate ->
                assertThat(lexicon.find(candidate.category()).orElseThrow().listings())
                    .isEqualTo(LexiconEntry.MOST_LISTINGS));
    double level = -Math.log(Taxonomy.google().size());
    assertThat(google.without(CategoryIndex.Evidence.LISTINGS).candidates(blank, 10))
        .allSatisfy(candidate -> assertThat(candidate.score()).isCloseTo(level, within(1e-9)));
  }

  @Test
  void anIndexWithoutOneKindOfEvidenceGoesByTheOthers() {
    CategoryIndex index = CategoryIndex.of(TREE, LEXICON, HAMMERS);
    assertThat(index.without(CategoryIndex.Evidence.VECTORS).isByWords()).isTrue();
    Product jackhammer = Product.of("1", "jackhammer");
    assertThat(
            index
                .without(CategoryIndex.Evidence.WORDS)
                .candidates(jackhammer, 1)
                .get(0)
                .category()
                .id())
        .isEqualTo(3);
  }

  @Test
  void anExampleOfAnotherTreeIsRefused() {
    LabelledProduct foreign =
        new LabelledProduct(Product.of("p9", "Laptop"), Taxonomy.google().require(328));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CategoryIndex.byWords(TREE, LEXICON).learning(List.of(foreign)))
        .withMessageContaining("p9")
        .withMessageContaining("328");
  }

  @Test
  void hostileTextsStillGiveCandidates() {
    CategoryIndex index = CategoryIndex.of(TREE, LEXICON, HAMMERS);
    for (String title :
        List.of("\u0000\u0001", "\ud83d\ude00", "\u202eesoh", "!", "x".repeat(1_000_000))) {
      assertThat(index.candidates(Product.of("1", title), 2)).hasSize(2);
    }
    Product large = Product.of("1", "hose").withDescription("y".repeat(1_000_000));
    assertThat(index.candidates(large, 1).get(0).category().id()).isEqualTo(5);
  }

  @Test
  void aLimitBelowOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CategoryIndex.byWords(TREE, LEXICON).candidates(Product.of("1", "x"), 0));
  }

  @Test
  void anotherEmbeddingModelIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CategoryIndex.google(HAMMERS))
        .withMessageContaining("bge-small-en-v1.5-q")
        .withMessageContaining("hammers");
  }

  @Test
  void vectorsOfOtherCategoriesAreRefused() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(2);
    out.writeInt(1);
    out.writeLong(77);
    out.writeFloat(0.5f);
    out.write(new byte[] {2, -4});
    ByteArrayInputStream one = new ByteArrayInputStream(file.toByteArray());
    assertThatThrownBy(() -> CategoryVectors.read(one, TREE.categories().subList(0, 1), 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("77");
    assertThatThrownBy(
            () ->
                CategoryVectors.read(
                    new ByteArrayInputStream(file.toByteArray()), TREE.categories(), 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("5");
  }

  @Test
  void bytesTimesScaleAreTheVector() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeInt(2);
    out.writeInt(1);
    out.writeLong(1);
    out.writeFloat(0.5f);
    out.write(new byte[] {2, -4});
    CategoryVectors vectors =
        CategoryVectors.read(
            new ByteArrayInputStream(file.toByteArray()), TREE.categories().subList(0, 1), 2);
    assertThat(DoubleStream.of(vectors.dots(new float[] {1, 10})[0]).sum()).isEqualTo(1 - 20);
  }
}
