package dev.ecomllm.eval.junit;

import dev.ecomllm.eval.dataset.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Reads the dataset that a {@link DatasetSource} names. */
final class DatasetArguments implements ArgumentsProvider, AnnotationConsumer<DatasetSource> {

  private @Nullable DatasetSource source;

  @Override
  public void accept(DatasetSource source) {
    this.source = source;
  }

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) throws IOException {
    return of(context.getRequiredTestClass());
  }

  Stream<? extends Arguments> of(Class<?> test) throws IOException {
    DatasetSource named = source;
    if (named == null) {
      throw new IllegalStateException("no @DatasetSource");
    }
    Dataset dataset = dataset(named, test);
    Dataset chosen = named.slice().isEmpty() ? dataset : dataset.slice(named.slice());
    if (chosen.size() == 0) {
      throw new IllegalArgumentException(chosen.name() + " has no cases");
    }
    return chosen.cases().stream().map(each -> Arguments.argumentSet(each.id(), each));
  }

  private static Dataset dataset(DatasetSource source, Class<?> test) throws IOException {
    long given =
        Stream.of(source.resource(), source.file(), source.sample())
            .filter(name -> !name.isEmpty())
            .count();
    if (given != 1) {
      throw new IllegalArgumentException(
          "@DatasetSource needs exactly one of resource, file and sample");
    }
    if (!source.sample().isEmpty()) {
      return Dataset.sample(source.sample());
    }
    if (!source.file().isEmpty()) {
      return Dataset.read(Path.of(source.file()));
    }
    try (InputStream in = test.getResourceAsStream(source.resource())) {
      if (in == null) {
        throw new IllegalArgumentException(
            "no resource " + source.resource() + " beside " + test.getName());
      }
      try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        return Dataset.read(source.resource().replaceFirst(".*/", ""), reader);
      }
    }
  }
}
