package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.rag.candidates.CategoryIndex;
import dev.ecomllm.rag.candidates.CategoryTexts;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.lexical.Grams;
import dev.ecomllm.rag.lexicon.Lexicon;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ecomllm lexicon export}: what the training of the embedded classifier reads. */
@Command(
    name = "lexicon",
    description = "The category lexicon.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LexiconCommand.Export.class, LexiconFigures.class})
final class LexiconCommand {

  /** A text of a category, as it is embedded. */
  private record Text(CategoryTexts of, String kind, String text) {}

  /** Writes texts, grams and embeddings. */
  @Command(
      name = "export",
      description =
          "Writes texts, grams and embeddings of all categories, for training-scripts/category_vectors.",
      mixinStandardHelpOptions = true)
  static final class Export implements Callable<Integer> {

    /** Texts in the sample of embeddings. */
    private static final int SAMPLE = 64;

    @Option(names = "--out", required = true, description = "Folder to write into.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
      Files.createDirectories(out);
      List<CategoryTexts> all = CategoryIndex.texts(Taxonomy.google(), Lexicon.builtin());
      List<Text> texts = new ArrayList<>();
      for (CategoryTexts of : all) {
        of.titles().forEach(text -> texts.add(new Text(of, "title", text)));
        of.names().forEach(text -> texts.add(new Text(of, "name", text)));
        texts.add(new Text(of, "label", of.label()));
        texts.add(new Text(of, "path", of.path()));
      }
      Embedder embedder = LangChain4jEmbedder.bgeSmallEn();
      ObjectNode meta = JsonLines.MAPPER.createObjectNode();
      meta.put("taxonomy", Taxonomy.google().identity());
      meta.put("texts", CategoryTexts.hash(all));
      meta.put("embedder", embedder.id());
      meta.put("dimension", embedder.dimension());
      Files.writeString(out.resolve("meta.json"), meta.toPrettyString() + "\n");
      writeTexts(texts);
      writeVectors(texts, embedder);
      writeSample(texts, embedder);
      return 0;
    }

    private void writeTexts(List<Text> texts) throws IOException {
      try (Writer lines =
          Files.newBufferedWriter(out.resolve("texts.jsonl"), StandardCharsets.UTF_8)) {
        for (Text text : texts) {
          ObjectNode row = JsonLines.MAPPER.createObjectNode();
          row.put("id", text.of().category().id());
          row.put("category", text.of().category().path().toString());
          row.put("listings", text.of().listings());
          row.put("kind", text.kind());
          ArrayNode grams = row.putArray("grams");
          Grams.of(text.text()).forEach(grams::add);
          lines.write(row + "\n");
        }
      }
    }

    private void writeVectors(List<Text> texts, Embedder embedder) throws IOException {
      try (OutputStream bytes =
              new BufferedOutputStream(Files.newOutputStream(out.resolve("vectors.f32")));
          ProgressBar bar = Progress.bar("embedding", texts.size())) {
        Bulk.<Text, float[]>of(text -> embedder.embed(text.text()))
            .run(
                texts.iterator(),
                outcome -> {
                  write(bytes, outcome);
                  bar.step();
                });
      }
    }

    /** For a test that another machine's embeddings are near enough to these. */
    private void writeSample(List<Text> texts, Embedder embedder) throws IOException {
      try (Writer lines =
          Files.newBufferedWriter(out.resolve("embedding-sample.jsonl"), StandardCharsets.UTF_8)) {
        for (int i = 0; i < texts.size(); i += Math.max(1, texts.size() / SAMPLE)) {
          ObjectNode row = JsonLines.MAPPER.createObjectNode();
          row.put("text", texts.get(i).text());
          ArrayNode vector = row.putArray("vector");
          for (float value : embedder.embed(texts.get(i).text())) {
            vector.add(Math.round(value * 1e5) / 1e5);
          }
          lines.write(row + "\n");
        }
      }
    }

    private static void write(OutputStream bytes, Outcome<Text, float[]> outcome) {
      if (outcome instanceof Outcome.Failure<Text, float[]> failure) {
        throw failure.error();
      }
      float[] vector = ((Outcome.Success<Text, float[]>) outcome).answer();
      ByteBuffer buffer = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
      buffer.asFloatBuffer().put(vector);
      try {
        bytes.write(buffer.array());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
