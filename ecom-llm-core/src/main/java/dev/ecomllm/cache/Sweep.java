package dev.ecomllm.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes room in a directory: what is too old goes, then what was not used for longest, until a
 * tenth of the room is free. One process does it at a time. Sums up by the second of last use, so
 * that a million files need no memory to speak of.
 */
final class Sweep {

  private static final int BLOCK = 4096;

  /** No write takes that long: whoever began it is gone. */
  private static final Duration LONGEST_WRITE = Duration.ofHours(1);

  private final Path directory;
  private final long maxBytes;
  private final Instant oldest;
  private final Instant now;
  private final TreeMap<Long, Long> bytesBySecond = new TreeMap<>();
  private long removed;

  Sweep(Path directory, long maxBytes, Duration maxAge, Instant now) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.now = now;
    oldest = now.minus(maxAge);
  }

  /** What a file takes: whole blocks. */
  static long onDisk(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Sweeps, unless somebody else does; tells how many files it removed. */
  long run() throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve(".sweep"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        visit(this::sumUp);
        removeLeastUsed();
      }
    } catch (OverlappingFileLockException e) {
      // Another cache of this process sweeps the same directory.
    }
    return removed;
  }

  private void sumUp(Path file, BasicFileAttributes attributes) throws IOException {
    Instant used = attributes.lastModifiedTime().toInstant();
    if (used.isBefore(oldest)
        || (file.toString().endsWith(".tmp") && used.isBefore(now.minus(LONGEST_WRITE)))) {
      remove(file);
    } else {
      bytesBySecond.merge(used.getEpochSecond(), onDisk(attributes.size()), Long::sum);
    }
  }

  private void removeLeastUsed() throws IOException {
    long total = bytesBySecond.values().stream().mapToLong(Long::longValue).sum();
    if (total <= maxBytes) {
      return;
    }
    long[] tooMuch = {total - (maxBytes - maxBytes / 10)};
    long until = Long.MIN_VALUE;
    long sum = 0;
    for (Map.Entry<Long, Long> second : bytesBySecond.entrySet()) {
      until = second.getKey();
      sum += second.getValue();
      if (sum >= tooMuch[0]) {
        break;
      }
    }
    long last = until;
    visit(
        (file, attributes) -> {
          if (tooMuch[0] > 0
              && attributes.lastModifiedTime().toInstant().getEpochSecond() <= last) {
            remove(file);
            tooMuch[0] -= onDisk(attributes.size());
          }
        });
  }

  private void remove(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      removed++;
    }
  }

  private interface Visitor {
    void visit(Path file, BasicFileAttributes attributes) throws IOException;
  }

  private void visit(Visitor visitor) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.endsWith(".sweep")) {
              visitor.visit(file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          /** It may be gone: other processes remove files too. */
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
