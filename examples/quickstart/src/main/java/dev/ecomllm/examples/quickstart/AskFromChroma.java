package dev.ecomllm.examples.quickstart;

import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.knowledge.Ingested;
import dev.ecomllm.rag.knowledge.Ingestion;
import dev.ecomllm.rag.knowledge.ProductKnowledge;
import dev.ecomllm.rag.offline.EmbeddedQa;
import dev.ecomllm.rag.store.Chroma;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.VectorStore;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The same as {@link AskFromStore}, with the passages on a Chroma server that several applications
 * share. Start one ({@code docker run -p 8000:8000 chromadb/chroma:1.5.9}) and run with {@code
 * -Dexec.mainClass=dev.ecomllm.examples.quickstart.AskFromChroma
 * -Dexec.args=http://localhost:8000}. Run it twice: the second time nothing is stored.
 */
public final class AskFromChroma {

  private AskFromChroma() {}

  /** Ingests and asks on the server given, or on a local one. */
  public static void main(String[] args) {
    URI server = URI.create(args.length > 0 ? args[0] : "http://localhost:8000");
    Embedder embedder = LangChain4jEmbedder.bgeSmallEn();
    try (VectorStore store =
        Chroma.at(server).withCollection("quickstart").open(EmbeddingSpace.of(embedder))) {
      run(
          new PrintStream(System.out, true, StandardCharsets.UTF_8),
          store,
          Path.of("examples/quickstart/target/chroma.ledger"),
          embedder);
    }
  }

  /** Any store will do; the ledger knows what this application has put into it. */
  static Answer run(PrintStream out, VectorStore store, Path ledger, Embedder embedder) {
    Ingested ingested =
        Ingestion.into(store, embedder).ledger(ledger).run(AskFromStore.documents().iterator());
    out.println(
        ingested.stored() + " passages stored, " + ingested.unchanged() + " documents unchanged");

    String question = "How much water does it hold?";
    Answer answer =
        EmbeddedQa.of(embedder)
            .withKnowledge(ProductKnowledge.of(store, embedder))
            .ask(Product.of("sku-7", "Brookwell electric kettle"), question);
    out.println(question);
    out.println(
        answer instanceof Answer.Known known
            ? known.text() + " " + known.citations()
            : "The product data does not say.");
    return answer;
  }
}
