package dev.ecomllm.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.bulk.JournalException.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/** The first line of a journal: what it is, and which run it belongs to. */
final class JournalHeader {

  private static final int VERSION = 1;
  private static final byte[] BEGINNING =
      "{\"journal\":\"ecom-llm\",".getBytes(StandardCharsets.US_ASCII);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> fingerprint;

  JournalHeader(Map<String, String> fingerprint) {
    this.fingerprint = new TreeMap<>(fingerprint);
  }

  JournalLine line() {
    ObjectNode header = JSON.createObjectNode();
    header.put("journal", "ecom-llm").put("version", VERSION);
    fingerprint.forEach(header.putObject("fingerprint")::put);
    try {
      byte[] object = JSON.writeValueAsBytes(header);
      JournalLine line = new JournalLine();
      line.write(object, 0, object.length - 1);
      return line.end();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are JSON", e);
    }
  }

  /** Whether a file that holds just this may be one that a run began and died. */
  static boolean isBeginning(byte[] found) {
    int length = Math.min(found.length, BEGINNING.length);
    return Arrays.equals(found, 0, length, BEGINNING, 0, length);
  }

  /**
   * Checks the header of a file.
   *
   * @throws JournalException if it is not of this version and this run
   */
  void check(Path path, byte[] open) {
    JsonNode header = object(path, open);
    if (!header.path("journal").asText().equals("ecom-llm")) {
      throw new JournalException(Problem.CORRUPT, path, "it holds something else");
    }
    if (header.path("version").asInt() != VERSION) {
      throw new JournalException(
          Problem.OTHER_VERSION,
          path,
          "its format is version "
              + header.path("version").asText()
              + ", and this library reads version "
              + VERSION);
    }
    Map<String, String> found = new TreeMap<>();
    header
        .path("fingerprint")
        .properties()
        .forEach(e -> found.put(e.getKey(), e.getValue().asText()));
    if (!found.equals(fingerprint)) {
      throw new JournalException(
          Problem.OTHER_RUN, path, "it belongs to another run: " + difference(found));
    }
  }

  private static JsonNode object(Path path, byte[] open) {
    byte[] line = Arrays.copyOf(open, open.length + 1);
    line[open.length] = '}';
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new JournalException(Problem.CORRUPT, path, "its first line is no JSON");
    }
  }

  private String difference(Map<String, String> found) {
    StringJoiner parts = new StringJoiner("; ");
    TreeSet<String> names = new TreeSet<>(found.keySet());
    names.addAll(fingerprint.keySet());
    for (String name : names) {
      String then = found.getOrDefault(name, "");
      String now = fingerprint.getOrDefault(name, "");
      if (!then.equals(now)) {
        parts.add(name + " was '" + then + "' and is '" + now + "'");
      }
    }
    return parts.toString();
  }
}
