package dev.ecomllm.rag;

import dev.ecomllm.testing.quality.ModuleRules;
import java.util.List;

class ArchitectureTest extends ModuleRules {
  ArchitectureTest() {
    super("dev.ecomllm.rag", List.of("dev.ecomllm.rag.embed", "dev.ecomllm.rag.store"));
  }
}
