package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Labelled examples of one task, in memory. Rows follow the contract of the command line, whatever
 * file they come from. Immutable, as long as nobody writes into a row's JSON.
 */
public final class Dataset {

  private final String name;
  private final List<Case> cases;

  private Dataset(String name, List<Case> cases) {
    this.name = name;
    this.cases = List.copyOf(cases);
  }

  /**
   * Reads a file: CSV if its name ends so, else JSONL.
   *
   * @throws DatasetFormatException if a row cannot be read, lacks something, or an id is there
   *     twice
   */
  public static Dataset read(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(String.valueOf(file.getFileName()), reader);
    }
  }

  /**
   * Reads a text as if it were a file.
   *
   * @param name the file's name, which says whether it is CSV
   * @param text whoever opened it closes it
   * @throws DatasetFormatException as above
   */
  public static Dataset read(String name, Reader text) throws IOException {
    return of(
        name,
        name.toLowerCase(Locale.ROOT).endsWith(".csv")
            ? CsvRows.read(name, text).iterator()
            : JsonLines.of(name, text));
  }

  /**
   * The examples that come with this library: a few hand-written ones, to try a test setup with.
   * They say nothing about a model.
   *
   * @param task {@code classify}, {@code extract} or {@code qa}
   * @throws IllegalArgumentException if there is no such task
   */
  public static Dataset sample(String task) {
    String name = task + "-sample.jsonl";
    try (InputStream in = Dataset.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no task '" + task + "'");
      }
      return read(name, new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A dataset of rows.
   *
   * @param name for messages and manifests, such as the file's name
   * @throws DatasetFormatException if a row cannot be read, or an id is there twice
   */
  public static Dataset of(String name, Iterator<JsonLines.Row> rows) {
    List<Case> cases = new ArrayList<>();
    Map<String, Long> lines = new HashMap<>();
    while (rows.hasNext()) {
      JsonLines.Row row = rows.next();
      try {
        if (!row.problem().isEmpty()) {
          throw new IllegalArgumentException(row.problem());
        }
        if (!row.hasId()) {
          row.object().put("id", ContentHash.of(row.object()).substring(0, 16));
        }
        Case added = Case.of(row);
        Long earlier = lines.put(added.id(), row.line());
        if (earlier != null) {
          throw new IllegalArgumentException(
              "id '" + added.id() + "' is there twice, first in line " + earlier);
        }
        cases.add(added);
      } catch (IllegalArgumentException e) {
        throw new DatasetFormatException(name, row.line(), String.valueOf(e.getMessage()));
      }
    }
    return new Dataset(name, cases);
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** In the file's order. */
  public List<Case> cases() {
    return cases;
  }

  /** The rows, as an evaluation reads them. */
  public Iterator<JsonLines.Row> rows() {
    return cases.stream().map(Case::row).iterator();
  }

  /** How many cases. */
  public int size() {
    return cases.size();
  }

  /**
   * SHA-256 of the content, in hex: of each row as JSON with sorted keys and without white space, a
   * line each. The same rows have the same hash as JSONL and as CSV; another order has another.
   */
  public String sha256() {
    return ContentHash.of(cases.stream().map(Case::object).toArray(ObjectNode[]::new));
  }

  /** All slices, sorted. */
  public Set<String> tags() {
    Set<String> tags = new TreeSet<>();
    cases.forEach(each -> tags.addAll(each.tags()));
    return tags;
  }

  /**
   * The cases with a tag.
   *
   * @throws IllegalArgumentException if there are none: nothing can be said of an empty slice
   */
  public Dataset slice(String tag) {
    return where(tag, each -> each.tags().contains(tag));
  }

  /**
   * Some of the cases.
   *
   * @param slice what to call them, behind this dataset's name
   * @throws IllegalArgumentException if there are none
   */
  public Dataset where(String slice, Predicate<Case> chosen) {
    List<Case> some = cases.stream().filter(chosen).toList();
    if (some.isEmpty()) {
      throw new IllegalArgumentException("no case of " + name + " is in slice '" + slice + "'");
    }
    return new Dataset(name + "[" + slice + "]", some);
  }

  /**
   * Splits by product group. Where a group goes depends on its name and the seed alone, so a case
   * stays on its side when others are added.
   *
   * @param share of the groups that go to the first part, more than 0 and less than 1
   * @throws IllegalArgumentException if a product is on both sides, because its rows name different
   *     groups
   */
  public Split split(double share, long seed) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a share is more than 0 and less than 1, not " + share);
    }
    List<Case> first = new ArrayList<>();
    List<Case> second = new ArrayList<>();
    for (Case each : cases) {
      (ContentHash.place(seed, each.group()) < share ? first : second).add(each);
    }
    return Split.of(new Dataset(name + "[1]", first), new Dataset(name + "[2]", second));
  }

  @Override
  public String toString() {
    return name + " (" + cases.size() + " cases)";
  }
}
