package dev.ecomllm.examples.quickstart;

import dev.ecomllm.extract.ExtractedAttributes;
import dev.ecomllm.product.Product;
import dev.ecomllm.rag.offline.EmbeddedEcomLlm;

/**
 * Which attributes? Run with {@code -Dexec.mainClass=dev.ecomllm.examples.quickstart.ExtractOne}.
 */
public final class ExtractOne {

  private ExtractOne() {}

  /** Extracts from the title given, or from a pair of headphones. */
  public static void main(String[] args) {
    String title =
        args.length > 0
            ? String.join(" ", args)
            : "Sony WH-1000XM5 Wireless Noise Canceling Headphones, Black, 30-hour battery, USB-C charging";

    ExtractedAttributes found =
        EmbeddedEcomLlm.open().extractor().extract(Product.of("sku-2", title).withBrand("Sony"));
    found
        .attributes()
        .forEach(a -> System.out.println(a.name() + ": " + a.value() + " " + a.evidence()));
  }
}
