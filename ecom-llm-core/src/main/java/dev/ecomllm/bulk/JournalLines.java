package dev.ecomllm.bulk;

import dev.ecomllm.bulk.JournalException.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Reads a journal, {@link JournalLine} by line. Not thread-safe. */
final class JournalLines {

  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

  /** Where in the file the buffer ends. */
  private long filled;

  private long start;
  private long number;
  private byte[] torn = new byte[0];

  JournalLines(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Where the last line began. */
  long start() {
    return start;
  }

  /** Where the next one begins. */
  long end() {
    return filled - buffer.remaining();
  }

  /** What stands behind the last whole line, once there is no other. */
  byte[] torn() {
    return torn;
  }

  /** Goes to where a line begins. */
  void seek(long position) {
    long bufferStart = filled - buffer.limit();
    if (position >= bufferStart && position <= filled) {
      buffer.position((int) (position - bufferStart));
    } else {
      buffer.position(0).limit(0);
      filled = position;
    }
  }

  /**
   * The next whole line, without its end and its checksum: an object that lacks its closing brace.
   * Nothing behind the last one; a damaged last line is as good as none.
   *
   * @throws JournalException if a line before the last is damaged
   */
  Optional<byte[]> next() throws IOException {
    start = end();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    if (!readLine(bytes)) {
      torn = bytes.toByteArray();
      return Optional.empty();
    }
    number++;
    byte[] line = bytes.toByteArray();
    if (JournalLine.isWhole(line)) {
      return Optional.of(Arrays.copyOf(line, line.length - JournalLine.TAIL));
    }
    ByteArrayOutputStream behind = new ByteArrayOutputStream();
    if (readLine(behind) || number == 1) {
      throw new JournalException(
          Problem.CORRUPT,
          path,
          "line " + number + ", at byte " + start + ", is damaged; the lines before it are whole");
    }
    torn = line;
    return Optional.empty();
  }

  /** Reads up to a line break. False if the file ends before one comes. */
  private boolean readLine(ByteArrayOutputStream into) throws IOException {
    while (true) {
      byte[] array = buffer.array();
      for (int i = buffer.position(); i < buffer.limit(); i++) {
        if (array[i] == '\n') {
          into.write(array, buffer.position(), i - buffer.position());
          buffer.position(i + 1);
          return true;
        }
      }
      into.write(array, buffer.position(), buffer.remaining());
      buffer.clear();
      int read = channel.read(buffer, filled);
      buffer.flip();
      if (read <= 0) {
        return false;
      }
      filled += read;
    }
  }
}
