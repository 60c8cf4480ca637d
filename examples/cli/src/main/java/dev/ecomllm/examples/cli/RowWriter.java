package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a JSONL file. */
final class RowWriter implements Closeable {

  private final BufferedWriter lines;
  private long written;

  private RowWriter(BufferedWriter lines) {
    this.lines = lines;
  }

  static RowWriter create(Path file) throws IOException {
    return new RowWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
  }

  void write(ObjectNode row) throws IOException {
    lines.write(row.toString());
    lines.write('\n');
    written++;
  }

  /** How many rows so far. */
  long written() {
    return written;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
