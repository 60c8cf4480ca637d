package dev.ecomllm.examples.quickstart;

import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import dev.ecomllm.qa.ProductQa;
import dev.ecomllm.rag.embed.Embedder;
import dev.ecomllm.rag.embed.LangChain4jEmbedder;
import dev.ecomllm.rag.knowledge.Document;
import dev.ecomllm.rag.knowledge.Ingestion;
import dev.ecomllm.rag.knowledge.ProductKnowledge;
import dev.ecomllm.rag.knowledge.SourceKind;
import dev.ecomllm.rag.offline.EmbeddedQa;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.MemoryStore;
import dev.ecomllm.rag.store.VectorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the shop knows of its products goes into a store once; questions are answered from there.
 * Run with {@code -Dexec.mainClass=dev.ecomllm.examples.quickstart.AskFromStore}.
 */
public final class AskFromStore {

  private AskFromStore() {}

  /** Answers the question given, or one about a kettle. */
  public static void main(String[] args) throws IOException {
    String question = args.length > 0 ? String.join(" ", args) : "How much water does it hold?";
    Path folder = Files.createTempDirectory("ecom-llm-knowledge");
    List<Document> documents = documents();

    Embedder embedder = LangChain4jEmbedder.bgeSmallEn();
    Path file = folder.resolve("knowledge.bin");
    try (VectorStore store = MemoryStore.open(file, EmbeddingSpace.of(embedder))) {
      Ingestion.into(store, embedder)
          .ledger(folder.resolve("knowledge.ledger"))
          .run(documents.iterator());
      ProductQa qa = EmbeddedQa.of(embedder).withKnowledge(ProductKnowledge.of(store, embedder));

      Answer answer = qa.ask(Product.of("sku-7", "Brookwell electric kettle"), question);
      if (answer instanceof Answer.Known known) {
        System.out.println(known.text() + " " + known.citations());
      } else {
        System.out.println("The product data does not say.");
      }
    }
  }

  /** What the shop knows of a kettle; a real one reads its own tables. */
  static List<Document> documents() {
    return List.of(
        Document.specification(
            "spec-7", "sku-7", new TreeMap<>(Map.of("Capacity", "1.7 litres", "Power", "2200 W"))),
        Document.text("review-1", "sku-7", SourceKind.REVIEW, "Boils fast, but the lid is stiff."),
        Document.questionAnswer("qa-1", "sku-7", "Is the base cordless?", "Yes, it lifts off."));
  }
}
