package dev.ecomllm.examples.cli;

import dev.ecomllm.taxonomy.Taxonomy;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** {@code google}, a built-in version such as {@code 2019-07-10}, or a file in Google's format. */
final class TaxonomyConverter implements ITypeConverter<Taxonomy> {

  static final String CHOICES =
      "google, a version of it (2021-09-21, 2019-07-10), or a file in its format";

  @Override
  public Taxonomy convert(String value) {
    if (value.equals("google")) {
      return Taxonomy.google();
    }
    return value.matches("\\d{4}-\\d{2}-\\d{2}")
        ? Taxonomy.google(value)
        : Taxonomy.read(Path.of(value));
  }
}
