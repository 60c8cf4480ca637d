package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows of a CSV file (RFC 4180, UTF-8, first line names the columns). A column {@code
 * attributes.Brand} is the attribute Brand; lists such as tags stand in one cell, divided by {@code
 * |}, or as JSON; an empty cell is a missing value.
 */
final class CsvRows {

  private static final Set<String> LISTS =
      Set.of("tags", "alsoAccepted", "absent", "answers", "passages");

  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
          .enable(CsvParser.Feature.INSERT_NULLS_FOR_MISSING_COLUMNS)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private CsvRows() {}

  static List<JsonLines.Row> read(String name, Reader text) throws IOException {
    try {
      return readRows(name, text);
    } catch (CharacterCodingException e) {
      throw new DatasetFormatException(name, 1, "here or further on: not UTF-8");
    }
  }

  private static List<JsonLines.Row> readRows(String name, Reader text) throws IOException {
    List<JsonLines.Row> rows = new ArrayList<>();
    BufferedReader reader = new BufferedReader(text);
    skipByteOrderMark(reader);
    try (MappingIterator<Map<String, String>> cells =
        CSV.readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(reader)) {
      while (cells.hasNextValue()) {
        long line = cells.getParser().currentLocation().getLineNr();
        Map<String, String> row = cells.nextValue();
        try {
          rows.add(new JsonLines.Row(line, row(row), ""));
        } catch (IllegalArgumentException e) {
          throw new DatasetFormatException(name, line, String.valueOf(e.getMessage()));
        }
      }
    } catch (JsonProcessingException e) {
      throw unreadable(name, e);
    }
    return rows;
  }

  private static DatasetFormatException unreadable(String name, JsonProcessingException e) {
    long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    return new DatasetFormatException(name, line, "not CSV: " + e.getClass().getSimpleName());
  }

  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
  }

  private static ObjectNode row(Map<String, String> cells) {
    ObjectNode row = JsonLines.MAPPER.createObjectNode();
    cells.forEach(
        (column, cell) -> {
          int dot = column.indexOf('.');
          if (!cell.isBlank()) {
            if (dot > 0) {
              row.withObject("/" + column.substring(0, dot)).put(column.substring(dot + 1), cell);
            } else {
              row.set(column.strip(), value(column.strip(), cell));
            }
          }
        });
    return row;
  }

  private static JsonNode value(String column, String cell) {
    if (column.equals("answerable")) {
      return JsonLines.MAPPER.getNodeFactory().booleanNode(Boolean.parseBoolean(cell.strip()));
    }
    boolean isList = LISTS.contains(column);
    if (isList || column.equals("attributes") || column.equals("alternatives")) {
      if (cell.strip().startsWith("[") || cell.strip().startsWith("{")) {
        try {
          return JsonLines.MAPPER.readTree(cell);
        } catch (JsonProcessingException e) {
          throw new IllegalArgumentException("column " + column + " is not JSON", e);
        }
      }
      if (isList) {
        ArrayNode list = JsonLines.MAPPER.createArrayNode();
        for (String item : cell.split("\\|", -1)) {
          if (!item.isBlank()) {
            list.add(item.strip());
          }
        }
        return list;
      }
    }
    return JsonLines.MAPPER.getNodeFactory().textNode(cell);
  }
}
