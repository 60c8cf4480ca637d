package dev.ecomllm.rag.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which documents are in a store, in which revision. A JSONL file: first the format and the store's
 * id, then a line for each document that was stored or removed; the last line about a document
 * counts. A document is written down only after its passages are safe. A ledger of another store is
 * begun anew. The file is locked while it is open.
 */
final class Ledger implements Closeable {

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A document that is in the store. */
  record Entry(String document, String product, String revision) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Optional<FileChannel> file;

  private Ledger(Optional<FileChannel> file) {
    this.file = file;
  }

  /** One that is forgotten when it is closed. */
  static Ledger inMemory() {
    return new Ledger(Optional.empty());
  }

  /**
   * Opens the ledger of a store.
   *
   * @throws IllegalStateException if another run has it open, or its format is another
   */
  static Ledger open(Path path, String store) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        lock(channel, path);
        Ledger ledger = new Ledger(Optional.of(channel));
        ledger.read(path, store);
        return ledger;
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the ledger " + path, e);
    }
  }

  private static void lock(FileChannel channel, Path path) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IllegalStateException("another ingestion has the ledger " + path + " open");
    }
  }

  private void read(Path path, String store) throws IOException {
    FileChannel channel = file.orElseThrow();
    String text = Files.readString(path, StandardCharsets.UTF_8);
    // A run that was killed may have left half a line.
    int end = text.lastIndexOf('\n') + 1;
    List<String> lines = text.substring(0, end).lines().toList();
    if (lines.isEmpty() || !begins(lines.get(0), path, store)) {
      channel.truncate(0);
      append(List.of(JSON.createObjectNode().put("format", FORMAT).put("store", store).toString()));
      return;
    }
    channel.truncate(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
    for (String line : lines.subList(1, lines.size())) {
      JsonNode row = parse(line, path);
      String document = row.path("document").asText();
      if (row.path("removed").asBoolean()) {
        entries.remove(document);
      } else {
        entries.put(
            document,
            new Entry(document, row.path("product").asText(), row.path("revision").asText()));
      }
    }
  }

  /** Whether this is the ledger of that store. */
  private static boolean begins(String line, Path path, String store) {
    JsonNode head = parse(line, path);
    int format = head.path("format").asInt();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "the ledger " + path + " has format " + format + "; needed is " + FORMAT);
    }
    return head.path("store").asText().equals(store);
  }

  private static JsonNode parse(String line, Path path) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the ledger " + path + " is damaged: delete it", e);
    }
  }

  /** The revision of a document that is in the store. */
  Optional<String> revision(String document) {
    return Optional.ofNullable(entries.get(document)).map(Entry::revision);
  }

  /** The documents in the store, as they are now. */
  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** Writes down that these documents are in the store. */
  void stored(List<Entry> documents) {
    List<String> lines = new ArrayList<>();
    for (Entry entry : documents) {
      entries.put(entry.document(), entry);
      lines.add(
          line(entry.document())
              .put("product", entry.product())
              .put("revision", entry.revision())
              .toString());
    }
    append(lines);
  }

  /** Writes down that these documents are in the store no longer. */
  void removed(Set<String> documents) {
    documents.forEach(entries::remove);
    append(
        documents.stream()
            .map(document -> line(document).put("removed", true).toString())
            .collect(Collectors.toList()));
  }

  private static ObjectNode line(String document) {
    return JSON.createObjectNode().put("document", document);
  }

  private void append(List<String> lines) {
    if (file.isEmpty() || lines.isEmpty()) {
      return;
    }
    try {
      FileChannel channel = file.get();
      ByteBuffer bytes =
          ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      channel.position(channel.size());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the ledger", e);
    }
  }

  @Override
  public void close() {
    file.ifPresent(
        channel -> {
          try {
            channel.close();
          } catch (IOException e) {
            throw new UncheckedIOException("cannot close the ledger", e);
          }
        });
  }
}
