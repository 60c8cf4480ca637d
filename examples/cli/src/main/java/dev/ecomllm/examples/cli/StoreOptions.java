package dev.ecomllm.examples.cli;

import dev.ecomllm.rag.store.Chroma;
import dev.ecomllm.rag.store.EmbeddingSpace;
import dev.ecomllm.rag.store.MemoryStore;
import dev.ecomllm.rag.store.VectorStore;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where product knowledge is kept. */
final class StoreOptions {

  @Option(
      names = "--store",
      description = "Product knowledge: a file, or a Chroma server such as http://localhost:8000.")
  private String store = "";

  @Option(names = "--collection", description = "Chroma: the collection; default: ecom-llm.")
  private String collection = "ecom-llm";

  @Option(names = "--tenant", description = "Chroma: the tenant; default: default_tenant.")
  private String tenant = "default_tenant";

  @Option(names = "--database", description = "Chroma: the database; default: default_database.")
  private String database = "default_database";

  @Option(
      names = "--store-header",
      defaultValue = "${env:ECOM_LLM_STORE_HEADER}",
      description =
          "Chroma: a header for the proxy before it, as \"Name: value\"; default:"
              + " $ECOM_LLM_STORE_HEADER, which other users of the machine cannot see.")
  private @Nullable String header;

  boolean isGiven() {
    return !store.isBlank();
  }

  private boolean isServer() {
    return store.startsWith("http://") || store.startsWith("https://");
  }

  /** Where a ledger stands unless told otherwise: beside the index, or beside what fills it. */
  Path ledger(Path in) {
    return isServer()
        ? in.resolveSibling(in.getFileName() + "." + collection + ".ledger")
        : Path.of(store + ".ledger");
  }

  VectorStore open(EmbeddingSpace space) {
    if (!isGiven()) {
      throw new IllegalArgumentException("--store is missing");
    }
    if (!isServer()) {
      return MemoryStore.open(Path.of(store), space);
    }
    Chroma chroma =
        Chroma.at(URI.create(store))
            .withTenant(tenant)
            .withDatabase(database)
            .withCollection(collection);
    if (header != null && !header.isBlank()) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("a header must be \"Name: value\"");
      }
      chroma =
          chroma.withHeader(
              header.substring(0, colon).strip(), header.substring(colon + 1).strip());
    }
    return chroma.open(space);
  }
}
