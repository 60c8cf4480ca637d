package dev.ecomllm.rag.candidates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.lexicon.Lexicon;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;

/** Whether the trained vectors in the jar still go with everything that they were trained from. */
class CategoryVectorsTest {

  @Test
  void theyWereTrainedOnTheLexiconAsItIs() {
    CategoryModel model = CategoryModel.builtin();
    assertThat(CategoryTexts.hash(CategoryIndex.texts(Taxonomy.google(), Lexicon.builtin())))
        .isEqualTo(model.texts());
    assertThat(Taxonomy.google().identity()).isEqualTo(model.taxonomy());
  }

  /** Models in ONNX differ a little between processors; beyond this they would be another model. */
  @Test
  void thisMachineEmbedsAsTheOneThatTheyWereTrainedOn() throws IOException {
    Embedder embedder = LangChain4jEmbedder.bgeSmallEn();
    assertThat(embedder.id()).isEqualTo(CategoryModel.builtin().embedder());
    try (InputStream in = getClass().getResourceAsStream("embedding-sample.jsonl");
        MappingIterator<JsonNode> rows =
            new ObjectMapper().readerFor(JsonNode.class).readValues(in)) {
      List<JsonNode> sample = rows.readAll();
      assertThat(sample).hasSizeGreaterThanOrEqualTo(64);
      for (JsonNode row : sample) {
        float[] then = new float[row.path("vector").size()];
        for (int i = 0; i < then.length; i++) {
          then[i] = (float) row.path("vector").get(i).asDouble();
        }
        float[] now = embedder.embed(row.path("text").asText());
        double cosine =
            VectorUtil.dotProduct(then, now) / Math.sqrt(VectorUtil.dotProduct(then, then));
        assertThat(cosine).as(row.path("text").asText()).isGreaterThanOrEqualTo(0.99);
      }
    }
  }
}
