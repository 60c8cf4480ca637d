package dev.ecomllm.taxonomy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads Google's taxonomy format, strictly: a bad line is an error, never a skipped category. */
final class TaxonomyReader {

  private static final String VERSION_LINE = "# Google_Product_Taxonomy_Version:";

  private final String file;
  private final List<Row> rows = new ArrayList<>();
  private final Map<Long, Integer> lineOfId = new HashMap<>();
  private final Map<String, Integer> lineOfPath = new HashMap<>();
  private String version = "";

  private TaxonomyReader(String file) {
    this.file = file;
  }

  /** One line of the file. */
  record Row(int line, long id, CategoryPath path) {}

  static Taxonomy read(Reader source, String file) {
    TaxonomyReader reader = new TaxonomyReader(file);
    BufferedReader lines = new BufferedReader(source);
    try {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        reader.line(number, number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read taxonomy " + file, e);
    }
    return reader.taxonomy();
  }

  private void line(int number, String line) {
    if (line.isBlank()) {
      return;
    }
    if (line.startsWith("#")) {
      if (line.startsWith(VERSION_LINE)) {
        version = line.substring(VERSION_LINE.length()).strip();
      }
      return;
    }
    int dash = line.indexOf(" - ");
    if (dash < 0) {
      throw new TaxonomyFormatException(file, number, line, "expected 'ID - A > B > C'");
    }
    long id = id(number, line, line.substring(0, dash).strip());
    CategoryPath path;
    try {
      path = CategoryPath.parse(line.substring(dash + 3));
    } catch (IllegalArgumentException e) {
      throw new TaxonomyFormatException(file, number, line, "a name of the path is blank");
    }
    Integer sameId = lineOfId.putIfAbsent(id, number);
    if (sameId != null) {
      throw new TaxonomyFormatException(
          file, number, line, "id " + id + " already stands in line " + sameId);
    }
    Integer samePath = lineOfPath.putIfAbsent(path.toString(), number);
    if (samePath != null) {
      throw new TaxonomyFormatException(
          file, number, line, "the path already stands in line " + samePath);
    }
    rows.add(new Row(number, id, path));
  }

  private long id(int number, String line, String text) {
    try {
      long id = Long.parseLong(text);
      if (id >= 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new TaxonomyFormatException(
        file, number, line, "the id must be a whole number of at least 0");
  }

  private Taxonomy taxonomy() {
    if (rows.isEmpty()) {
      throw new TaxonomyFormatException(file, 1, "", "the file holds no category");
    }
    for (Row row : rows) {
      int depth = row.path().depth();
      if (depth > 1 && !lineOfPath.containsKey(row.path().prefix(depth - 1).toString())) {
        throw new TaxonomyFormatException(
            file,
            row.line(),
            row.id() + " - " + row.path(),
            "the file has no line for its parent '" + row.path().prefix(depth - 1) + "'");
      }
    }
    return new Taxonomy(file, version, rows);
  }
}
