package dev.ecomllm.cache;

import dev.ecomllm.client.ModelReply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** Writes and reads a few keys until it is killed. Runs in a JVM of its own. */
final class DiskCacheMain {

  static final int KEYS = 20;

  private DiskCacheMain() {}

  static ModelReply reply(int key) {
    return ModelReply.of("reply " + key + " " + "x".repeat(key * 1000), "m");
  }

  public static void main(String[] args) {
    DiskCache cache = ResponseCache.onDisk(Path.of(args[0]), 100 << 20, Duration.ofDays(7));
    Random random = new Random();
    for (int i = 0; ; i++) {
      int key = random.nextInt(KEYS);
      cache.put(String.valueOf(key), reply(key));
      if (!cache.get(String.valueOf(key)).orElseThrow().equals(reply(key))) {
        throw new IllegalStateException("another reply");
      }
      if (i == 50) {
        System.out.print('w');
        System.out.flush();
      }
    }
  }
}
