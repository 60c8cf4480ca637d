package dev.ecomllm.testing.quality;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What holds in every library of this project. A module extends it with its own root package, and
 * adds the rules that only it has:
 *
 * <pre>{@code
 * class ArchitectureTest extends ModuleRules {
 *   ArchitectureTest() {
 *     super("dev.ecomllm.rag", List.of("..embed..", "..store.."));
 *   }
 * }
 * }</pre>
 */
@TestInstance(Lifecycle.PER_CLASS) // the classes are read once
public abstract class ModuleRules {

  private final String root;
  private final List<String> langchain4jAdapters;
  private final List<String> notApi;

  /** The classes of the module, without its tests. */
  protected final JavaClasses classes =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  /**
   * Rules for a module.
   *
   * @param root its root package
   * @param langchain4jAdapters the packages that may use LangChain4j, as ArchUnit writes them
   * @param notApi public packages that promise nothing
   */
  protected ModuleRules(String root, List<String> langchain4jAdapters, String... notApi) {
    this.root = root;
    this.langchain4jAdapters = List.copyOf(langchain4jAdapters);
    this.notApi = List.of(notApi);
  }

  @Test
  void packagesFormNoCycle() {
    slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void langChain4jStaysInItsAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackages(langchain4jAdapters.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.langchain4j..")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void librariesDontPrint() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true).check(classes);
  }

  @Test
  void everyPackageSaysThatNullIsNoValue() {
    assertThat(classes.getPackage(root).getSubpackagesInTree())
        .filteredOn(javaPackage -> !javaPackage.getClasses().isEmpty())
        .allSatisfy(ModuleRules::isNullMarked);
    if (!classes.getPackage(root).getClasses().isEmpty()) {
      isNullMarked(classes.getPackage(root));
    }
  }

  @Test
  void thePublicApiIsAsReviewed() throws IOException {
    ApiFile.check(classes, notApi);
  }

  private static void isNullMarked(JavaPackage javaPackage) {
    assertThat(javaPackage.isAnnotatedWith(NullMarked.class))
        .as("package-info of %s has @NullMarked", javaPackage.getName())
        .isTrue();
  }
}
