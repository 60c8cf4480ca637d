package dev.ecomllm.eval.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.eval.dataset.Case;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.QaRows;
import java.lang.annotation.Annotation;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class DatasetSourceTest {

  private static final Set<String> SEEN = new HashSet<>();

  @ParameterizedTest
  @DatasetSource(sample = "qa")
  void runsOnceForEachCase(Case each) {
    assertThat(each.input(new QaRows()).question()).endsWith("?");
    SEEN.add(each.id());
  }

  @ParameterizedTest
  @DatasetSource(resource = "/dev/ecomllm/eval/dataset/qa-sample.jsonl", slice = "home")
  void runsForASlice(Case each) {
    assertThat(each.tags()).contains("home");
    SEEN.add("home " + each.id());
  }

  @ParameterizedTest
  @DatasetSource(file = "src/main/resources/dev/ecomllm/eval/dataset/extract-sample.jsonl")
  void readsAFile(Case each) {
    assertThat(each.object().has("attributes")).isTrue();
    SEEN.add("file " + each.id());
  }

  @AfterAll
  static void eachRan() {
    Dataset.sample("qa").cases().forEach(each -> assertThat(SEEN).contains(each.id()));
    assertThat(SEEN).contains("home q3", "home q7", "file e1").hasSize(8 + 2 + 8);
  }

  @Test
  void whatIsNamedMustBeThere() {
    for (DatasetSource wrong :
        new DatasetSource[] {
          new Named("", "", "", ""),
          new Named("/a", "b", "", ""),
          new Named("/no/such.jsonl", "", "", ""),
          new Named("", "", "qa", "nobody"),
        }) {
      DatasetArguments arguments = new DatasetArguments();
      arguments.accept(wrong);
      assertThatThrownBy(() -> arguments.of(DatasetSourceTest.class))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @SuppressWarnings({"ClassExplicitlyAnnotation", "BadAnnotationImplementation"})
  private record Named(String resource, String file, String sample, String slice)
      implements DatasetSource {
    @Override
    public Class<? extends Annotation> annotationType() {
      return DatasetSource.class;
    }
  }
}
