package dev.ecomllm.cache;

import dev.ecomllm.client.ModelReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replies in files of a directory, one each, so that they survive restarts. A file appears whole or
 * not at all (it is written beside and renamed), so crashes harm nothing and any number of
 * processes may share the directory. What cannot be read is a reply that is not there, and what
 * cannot be written is not kept; both are counted. Prompts are not stored, replies are, as plain
 * text. Thread-safe; nothing needs to be closed.
 */
public final class DiskCache implements ResponseCache {

  private static final Logger log = LoggerFactory.getLogger(DiskCache.class);

  /** The layout of the directory. */
  private static final String VERSION = "v1";

  private static final long LARGEST_FILE = 64L << 20;

  /** How exactly a file's time tells when it was last used. */
  private static final Duration TOUCH = Duration.ofHours(1);

  private final Path directory;
  private final long maxBytes;
  private final Duration maxAge;
  private final InstantSource clock;
  private final Executor background;

  /** Bytes written since the last sweep; as many at the start that the first reply brings one. */
  private final AtomicLong unswept;

  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final LongAdder hits = new LongAdder();
  private final LongAdder damaged = new LongAdder();
  private final AtomicLong unwritten = new AtomicLong();
  private final LongAdder removed = new LongAdder();

  DiskCache(
      Path directory, long maxBytes, Duration maxAge, InstantSource clock, Executor background) {
    if (maxBytes < 1 << 20) {
      throw new IllegalArgumentException("maxBytes must be at least 1 MiB, not " + maxBytes);
    }
    if (maxAge.isZero() || maxAge.isNegative()) {
      throw new IllegalArgumentException("maxAge must be more than zero, not " + maxAge);
    }
    this.directory = directory.resolve(VERSION);
    this.maxBytes = maxBytes;
    this.maxAge = maxAge;
    this.clock = clock;
    this.background = background;
    unswept = new AtomicLong(maxBytes);
    try {
      Files.createDirectories(this.directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What happened since the cache was opened, in this process. The share of questions that a cache
   * answered is what listeners see: {@link dev.ecomllm.observe.CallCounts}.
   *
   * @param hits replies that were there
   * @param damaged files that could not be read, or were of another version
   * @param unwritten replies that could not be kept, such as on a full disk
   * @param removed files removed for age or size
   */
  public record Stats(long hits, long damaged, long unwritten, long removed) {}

  /** What happened so far. */
  public Stats stats() {
    return new Stats(hits.sum(), damaged.sum(), unwritten.get(), removed.sum());
  }

  @Override
  public Optional<ModelReply> get(String key) {
    Optional<ModelReply> reply = read(file(key));
    if (reply.isPresent()) {
      hits.increment();
    }
    return reply;
  }

  private Optional<ModelReply> read(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.size() > LARGEST_FILE) {
        throw new IOException("no reply is that large");
      }
      ReplyFile found = ReplyFile.read(Files.readAllBytes(file));
      Instant now = clock.instant();
      // One from the future was written before the clock was set back: its age is unknown.
      if (Duration.between(found.written(), now).abs().compareTo(maxAge) > 0) {
        remove(file);
        return Optional.empty();
      }
      if (attributes.lastModifiedTime().toInstant().isBefore(now.minus(TOUCH))) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
      return Optional.of(found.reply());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      damaged.increment();
      remove(file);
      return Optional.empty();
    }
  }

  @Override
  public void put(String key, ModelReply reply) {
    Path file = file(key);
    Path beside = directory.resolve(UUID.randomUUID() + ".tmp");
    Instant now = clock.instant();
    try {
      byte[] bytes = new ReplyFile(now, reply).bytes();
      try {
        Files.write(beside, bytes);
        Files.setLastModifiedTime(beside, FileTime.from(now));
        Files.createDirectories(file.getParent());
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
      sweepAfter(Sweep.onDisk(bytes.length));
    } catch (IOException e) {
      if (unwritten.getAndIncrement() == 0) {
        // Once: a full disk stays full. The class alone: a message may hold a path of the shop.
        log.warn("a reply could not be kept on disk: {}", e.getClass().getName());
      }
    }
  }

  /** Every tenth of the room that is filled, in the background. */
  private void sweepAfter(long bytes) {
    if (unswept.addAndGet(bytes) >= maxBytes / 10 && sweeping.compareAndSet(false, true)) {
      background.execute(
          () -> {
            try {
              unswept.set(0);
              removed.add(new Sweep(directory, maxBytes, maxAge, clock.instant()).run());
            } catch (IOException | UncheckedIOException e) {
              log.warn("the cache on disk was not swept: {}", e.getClass().getName());
            } finally {
              sweeping.set(false);
            }
          });
    }
  }

  private void remove(Path file) {
    try {
      if (Files.deleteIfExists(file)) {
        removed.increment();
      }
    } catch (IOException e) {
      // Another process has it, or will remove it.
    }
  }

  /** Any key makes a name; two levels keep directories small. */
  private Path file(String key) {
    String name = HexFormat.of().formatHex(sha256(key));
    return directory.resolve(name.substring(0, 2)).resolve(name.substring(2) + ".reply");
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** The directory. */
  @Override
  public String toString() {
    return "DiskCache[" + directory + "]";
  }
}
