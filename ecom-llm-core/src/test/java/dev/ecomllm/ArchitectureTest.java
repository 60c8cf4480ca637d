package dev.ecomllm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import dev.ecomllm.testing.quality.ModuleRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md as a test: who may use whom. */
class ArchitectureTest extends ModuleRules {

  ArchitectureTest() {
    super("dev.ecomllm", List.of("dev.ecomllm.client.langchain4j"), "dev.ecomllm.engine");
  }

  @Test
  void eachLayerUsesOnlyThoseBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("entry")
        .definedBy("dev.ecomllm")
        .layer("use")
        .definedBy("dev.ecomllm.bulk..", "dev.ecomllm.route..")
        .layer("tasks")
        .definedBy("dev.ecomllm.classify..", "dev.ecomllm.extract..", "dev.ecomllm.qa..")
        .layer("engine")
        .definedBy("dev.ecomllm.engine..")
        .layer("ports")
        .definedBy(
            "dev.ecomllm.task..",
            "dev.ecomllm.client..",
            "dev.ecomllm.cache..",
            "dev.ecomllm.observe..")
        .layer("ground")
        .definedBy(
            "dev.ecomllm.prompt..",
            "dev.ecomllm.json..",
            "dev.ecomllm.calibration..",
            "dev.ecomllm.taxonomy..",
            "dev.ecomllm.product..",
            "dev.ecomllm.error..")
        .whereLayer("entry")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("use")
        .mayOnlyBeAccessedByLayers("entry")
        .whereLayer("tasks")
        .mayOnlyBeAccessedByLayers("entry", "use")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("entry", "use", "tasks")
        .whereLayer("ports")
        .mayOnlyBeAccessedByLayers("entry", "use", "tasks", "engine")
        .withOptionalLayers(true)
        .ensureAllClassesAreContainedInArchitecture()
        .check(classes);
  }

  /** A type of theirs elsewhere would be one that users without them cannot load. */
  @Test
  void otherLibrariesStayInTheirAdapters() {
    Map<String, String> homes =
        Map.of(
            "io.micrometer..", "dev.ecomllm.observe.micrometer",
            "org.apache.hc..", "dev.ecomllm.client.langchain4j",
            "com.github.benmanes.caffeine..", "dev.ecomllm.cache");
    homes.forEach(
        (library, home) ->
            noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(classes));
  }

  @Test
  void tasksDontUseEachOther() {
    slices()
        .matching("dev.ecomllm.(classify|extract|qa)..")
        .should()
        .notDependOnEachOther()
        .check(classes);
  }
}
