package dev.ecomllm.eval.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a {@code @ParameterizedTest} once for each case of a dataset. Its parameter is a {@link
 * dev.ecomllm.eval.dataset.Case}; a run is shown by the case's id. A dataset or slice without cases
 * fails. Exactly one of resource, file and sample is given.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(DatasetArguments.class)
public @interface DatasetSource {

  /** A JSONL or CSV file on the class path, as the test class finds it: {@code "/gold.jsonl"}. */
  String resource() default "";

  /** A JSONL or CSV file, seen from where the tests run. */
  String file() default "";

  /** The hand-written examples of a task: {@code classify}, {@code extract} or {@code qa}. */
  String sample() default "";

  /** The cases with this tag alone; by default all. */
  String slice() default "";
}
