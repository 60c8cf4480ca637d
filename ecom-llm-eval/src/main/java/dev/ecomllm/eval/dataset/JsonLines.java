package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSONL file, row by row. Blank lines are skipped; a line that is no JSON object is a row with a
 * problem, not an exception.
 */
public final class JsonLines implements Iterator<JsonLines.Row>, Closeable {

  /** Reads and writes every row of this module. Shared: not to be configured. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private static final ObjectReader READER =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String name;
  private final BufferedReader lines;
  private long line;
  private @Nullable String next;

  private JsonLines(String name, BufferedReader lines) {
    this.name = name;
    this.lines = lines;
    advance();
  }

  /**
   * A line of the file.
   *
   * @param line its number, counted from 1
   * @param object what it holds; empty if it has a problem
   * @param problem why it cannot be read; {@code ""} if it can
   */
  public record Row(long line, ObjectNode object, String problem) {
    /** The row's id as text, or {@code "line 7"} where it has none. */
    public String id() {
      return hasId() ? object.path("id").asText() : "line " + line;
    }

    /** Whether the row has an id of its own. */
    public boolean hasId() {
      JsonNode id = object.path("id");
      return id.isValueNode() && !id.isNull() && !id.asText().isBlank();
    }

    /**
     * The slices that the row belongs to: the texts of {@code "tags"}, a list.
     *
     * @throws IllegalArgumentException if there is something else in {@code "tags"}
     */
    public Set<String> tags() {
      JsonNode list = object.path("tags");
      if (list.isMissingNode() || list.isNull()) {
        return Set.of();
      }
      Set<String> tags = new LinkedHashSet<>();
      for (JsonNode tag : list) {
        if (!tag.isTextual() || tag.asText().isBlank()) {
          throw new IllegalArgumentException("\"tags\" must be a list of texts");
        }
        tags.add(tag.asText());
      }
      if (!list.isArray()) {
        throw new IllegalArgumentException("\"tags\" must be a list of texts");
      }
      return tags;
    }
  }

  /**
   * Opens a file; the caller closes it.
   *
   * @throws DatasetFormatException here or further on, if the file is not in UTF-8
   */
  public static JsonLines open(Path file) throws IOException {
    BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    try {
      return new JsonLines(String.valueOf(file.getFileName()), lines);
    } catch (RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  /** Rows of a text that is no file; closing this closes it. */
  public static JsonLines of(Reader text) {
    return of("rows", text);
  }

  static JsonLines of(String name, Reader text) {
    return new JsonLines(name, new BufferedReader(text));
  }

  /** How many rows a file has, as this class counts them. */
  public static long count(Path file) throws IOException {
    try (JsonLines rows = open(file)) {
      long count = 0;
      for (; rows.hasNext(); rows.advance()) {
        count++;
      }
      return count;
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Row next() {
    String text = next;
    if (text == null) {
      throw new NoSuchElementException();
    }
    Row row = row(line, text);
    advance();
    return row;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private void advance() {
    try {
      do {
        next = lines.readLine();
        line++;
        if (line == 1 && next != null && next.startsWith("\uFEFF")) {
          next = next.substring(1);
        }
      } while (next != null && next.isBlank());
    } catch (CharacterCodingException e) {
      // The reader is some thousand characters ahead.
      throw new DatasetFormatException(name, line + 1, "here or a little further on: not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(long line, String text) {
    try {
      JsonNode node = READER.readTree(text);
      if (node instanceof ObjectNode object) {
        return new Row(line, object, "");
      }
      return new Row(line, MAPPER.createObjectNode(), "line " + line + " is not a JSON object");
    } catch (JsonProcessingException e) {
      return new Row(
          line,
          MAPPER.createObjectNode(),
          "line " + line + " is not JSON: " + e.getClass().getSimpleName());
    }
  }
}
