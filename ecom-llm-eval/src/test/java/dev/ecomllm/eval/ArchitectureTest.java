package dev.ecomllm.eval;

import dev.ecomllm.testing.quality.ModuleRules;
import java.util.List;

class ArchitectureTest extends ModuleRules {
  ArchitectureTest() {
    super("dev.ecomllm.eval", List.of());
  }
}
