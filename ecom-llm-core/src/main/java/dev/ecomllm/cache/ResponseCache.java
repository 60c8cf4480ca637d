package dev.ecomllm.cache;

import dev.ecomllm.client.ModelReply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Replies that were accepted once, by the hash of everything that the answer depends on. Only
 * replies that a task could read are ever put here. Implementations are thread-safe.
 */
public interface ResponseCache {

  /** The reply under this key, if there is one. */
  Optional<ModelReply> get(String key);

  /** Keeps a reply. */
  void put(String key, ModelReply reply);

  /** A cache that keeps nothing. */
  static ResponseCache none() {
    return NoCache.INSTANCE;
  }

  /**
   * A cache in memory, with the least valuable entries dropped first.
   *
   * @param maximumSize entries, at least 1
   */
  static ResponseCache inMemory(long maximumSize) {
    return new InMemoryCache(maximumSize);
  }

  /**
   * A cache in files of a directory, which survives restarts and crashes and may be shared by
   * processes.
   *
   * @param directory made if it is not there
   * @param maxBytes room for replies, at least 1 MiB, a file taking whole blocks of 4 KiB; each
   *     process that writes may for a while go over it by a tenth
   * @param maxAge how long a reply is kept, more than zero
   * @throws IllegalArgumentException if a number is out of its range
   * @throws java.io.UncheckedIOException if there is no such directory and none can be made
   */
  static DiskCache onDisk(Path directory, long maxBytes, Duration maxAge) {
    return new DiskCache(
        directory,
        maxBytes,
        maxAge,
        InstantSource.system(),
        work -> {
          Thread thread = new Thread(work, "ecom-llm-cache-sweep");
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** This cache in front of a larger one, such as memory in front of a disk. */
  default ResponseCache over(ResponseCache large) {
    return new Layered(this, large);
  }
}
