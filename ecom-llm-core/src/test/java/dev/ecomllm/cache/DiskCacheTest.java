package dev.ecomllm.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.ecomllm.client.ModelReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCacheTest extends ResponseCacheContract {

  private static final long MIB = 1 << 20;
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path directory;

  private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  @Override
  protected ResponseCache cache() {
    return disk(100 * MIB);
  }

  private DiskCache disk(long maxBytes) {
    return disk(directory, maxBytes);
  }

  private DiskCache disk(Path directory, long maxBytes) {
    return new DiskCache(directory, maxBytes, WEEK, () -> now, Runnable::run);
  }

  @Test
  void repliesSurviveARestart() {
    disk(MIB).put("key", ModelReply.of("x", "m"));

    DiskCache later = disk(MIB);

    assertThat(later.get("key")).contains(ModelReply.of("x", "m"));
    assertThat(later.stats()).isEqualTo(new DiskCache.Stats(1, 0, 0, 0));
  }

  /** Pinned: a change of the format silently empties every cache. */
  @Test
  void theFormatIsTheSameInEveryRelease() throws IOException {
    now = Instant.ofEpochMilli(1_763_800_000_123L);
    disk(MIB).put("key", ModelReply.of("x", "m"));

    assertThat(files()).singleElement().asString().endsWith("/v1/2c/" + KEY_FILE);
    assertThat(files().get(0))
        .hasContent(
            "ecom-llm-reply 1 "
                + "6a45dffb\n"
                + "{\"written\":1763800000123,\"reply\":{\"text\":\"x\",\"finish\":\"STOP\","
                + "\"tokens\":[],\"usage\":{\"promptTokens\":0,\"cachedTokens\":0,"
                + "\"completionTokens\":0},\"model\":\"m\"}}");
  }

  private static final String KEY_FILE =
      "70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683.reply";

  @Test
  void aReplyIsKeptForAsLongAsItIsAllowed() {
    DiskCache cache = disk(MIB);
    cache.put("key", ModelReply.of("x", "m"));

    now = now.plus(WEEK);
    assertThat(cache.get("key")).isPresent();
    now = now.plusSeconds(1);
    assertThat(cache.get("key")).isEmpty();
    assertThat(cache.stats()).isEqualTo(new DiskCache.Stats(1, 0, 0, 1));
  }

  /** A clock that was wrong when the reply was written, or is now. */
  @Test
  void aClockThatJumpsLosesRepliesAndNothingElse() {
    DiskCache cache = disk(MIB);
    cache.put("key", ModelReply.of("x", "m"));
    Instant before = now;

    now = before.minus(Duration.ofDays(3650));
    assertThat(cache.get("key")).isEmpty();
    cache.put("key", ModelReply.of("y", "m"));
    assertThat(cache.get("key")).contains(ModelReply.of("y", "m"));

    now = before.plus(Duration.ofDays(3650));
    assertThat(cache.get("key")).isEmpty();
    cache.put("key", ModelReply.of("z", "m"));
    assertThat(cache.get("key")).contains(ModelReply.of("z", "m"));
    assertThat(cache.stats().damaged()).isZero();
  }

  @Test
  void staysWithinItsSizeAndDropsWhatWasNotUsedForLongest() throws IOException {
    DiskCache cache = disk(MIB);
    String text = "x".repeat(7_000);
    for (int i = 0; i < 400; i++) {
      cache.put("key" + i, ModelReply.of(text, "m"));
      now = now.plus(Duration.ofMinutes(2));
      assertThat(cache.get("key0")).as("in use").isPresent();
    }

    assertThat(onDisk()).isLessThanOrEqualTo(MIB + MIB / 10 + 8192);
    assertThat(cache.get("key399")).isPresent();
    assertThat(cache.get("key1")).isEmpty();
    assertThat(cache.stats().removed()).isGreaterThan(250);
  }

  @Test
  void removesWhatIsTooOldAndWhatACrashLeft() throws IOException {
    DiskCache cache = disk(MIB);
    cache.put("old", ModelReply.of("x", "m"));
    Path left = directory.resolve("v1").resolve("left.tmp");
    Files.writeString(left, "half");
    Files.setLastModifiedTime(left, FileTime.from(now.minus(Duration.ofHours(2))));
    Files.setLastModifiedTime(
        files().stream().filter(file -> file.toString().endsWith(".reply")).findFirst().get(),
        FileTime.from(now.minus(WEEK).minusSeconds(1)));

    disk(MIB).put("new", ModelReply.of("y", "m"));

    assertThat(files()).singleElement().asString().endsWith(".reply");
    assertThat(cache.get("new")).isPresent();
  }

  @Test
  void aDamagedFileIsAReplyThatIsNotThere() throws IOException {
    Random random = new Random(11);
    DiskCache cache = disk(MIB);
    for (int i = 0; i < 300; i++) {
      ModelReply reply = ModelReply.of("answer " + random.nextInt(), "m");
      cache.put("key", reply);
      Path file = files().get(0);
      byte[] bytes = Files.readAllBytes(file);
      int at = random.nextInt(bytes.length);
      switch (i % 3) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes = Arrays.copyOf(bytes, at);
        default -> random.nextBytes(bytes);
      }
      Files.write(file, bytes);

      assertThat(cache.get("key")).isEmpty();
      assertThat(files()).as("met no second time").isEmpty();
    }
    assertThat(cache.stats()).isEqualTo(new DiskCache.Stats(0, 300, 0, 300));
  }

  @Test
  void aWellFormedFileOfAnotherShapeIsDamagedToo() throws IOException {
    DiskCache cache = disk(MIB);
    cache.put("key", ModelReply.of("x", "m"));
    Path file = files().get(0);
    for (String text : List.of("", "{}", "ecom-llm-reply 2 00000000\n{}", "\u0000".repeat(100))) {
      Files.writeString(file, text);
      assertThat(cache.get("key")).isEmpty();
    }
    byte[] nothing = "{\"written\":1,\"reply\":null}".getBytes(StandardCharsets.UTF_8);
    CRC32C sum = new CRC32C();
    sum.update(nothing);
    Files.writeString(
        file,
        String.format("ecom-llm-reply 1 %08x%n", sum.getValue())
            + new String(nothing, StandardCharsets.UTF_8));
    assertThat(cache.get("key")).isEmpty();
    assertThat(cache.stats().damaged()).isEqualTo(5);
  }

  @Test
  void aFullDiskKeepsNothingAndHarmsNothing() throws IOException {
    try (FileSystem small =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setBlockSize(4096).setMaxSize(64 * 4096).build())) {
      DiskCache cache = disk(small.getPath("/cache"), 100 * MIB);
      String text = "x".repeat(6_000);
      for (int i = 0; i < 100; i++) {
        cache.put("key" + i, ModelReply.of(text + i, "m"));
      }

      long kept = 0;
      for (int i = 0; i < 100; i++) {
        ModelReply reply = cache.get("key" + i).orElse(null);
        if (reply != null) {
          assertThat(reply.text()).isEqualTo(text + i);
          kept++;
        }
      }
      assertThat(kept).isBetween(10L, 32L);
      assertThat(cache.stats()).isEqualTo(new DiskCache.Stats(kept, 0, 100 - kept, 0));
      try (Stream<Path> all = Files.walk(small.getPath("/cache"))) {
        assertThat(all.map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
      }
    }
  }

  @Test
  void processesShareADirectoryAndMayBeKilled() throws Exception {
    DiskCache mine = disk(100 * MIB);
    for (int round = 0; round < 2; round++) {
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  DiskCacheMain.class.getName(),
                  directory.toString())
              .redirectErrorStream(true)
              .start();
      try {
        assertThat((char) other.getInputStream().read()).as("it writes").isEqualTo('w');
        Random random = new Random(round);
        for (int i = 0; i < 2_000; i++) {
          int key = random.nextInt(DiskCacheMain.KEYS);
          mine.get(String.valueOf(key))
              .ifPresent(reply -> assertThat(reply).isEqualTo(DiskCacheMain.reply(key)));
          mine.put(String.valueOf(key), DiskCacheMain.reply(key));
        }
      } finally {
        other.destroyForcibly();
        other.waitFor();
      }
    }
    assertThat(faults(mine)).isEqualTo(new DiskCache.Stats(0, 0, 0, 0));
  }

  /** What went wrong, after every reply was read. */
  private static DiskCache.Stats faults(DiskCache cache) {
    for (int key = 0; key < DiskCacheMain.KEYS; key++) {
      assertThat(cache.get(String.valueOf(key))).contains(DiskCacheMain.reply(key));
    }
    DiskCache.Stats stats = cache.stats();
    return new DiskCache.Stats(0, stats.damaged(), stats.unwritten(), stats.removed());
  }

  @Test
  void needsADirectoryAndRoom() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> ResponseCache.onDisk(file, MIB, WEEK))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> ResponseCache.onDisk(directory, MIB - 1, WEEK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ResponseCache.onDisk(directory, MIB, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ResponseCache.onDisk(directory, MIB, WEEK)).asString().contains("v1");
  }

  @Test
  void memoryInFrontOfTheDisk() {
    DiskCache disk = disk(MIB);
    ResponseCache both = ResponseCache.inMemory(10).over(disk);
    both.put("key", ModelReply.of("x", "m"));
    disk.put("other", ModelReply.of("y", "m"));

    assertThat(both.get("key")).isPresent();
    assertThat(disk.stats().hits()).isZero();
    assertThat(both.get("other")).isPresent();
    assertThat(both.get("other")).isPresent();
    assertThat(disk.stats().hits()).isOne();
    assertThat(both.get("none")).isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).filter(file -> !file.endsWith(".sweep")).toList();
    }
  }

  private long onDisk() throws IOException {
    long sum = 0;
    for (Path file : files()) {
      sum += Sweep.onDisk(Files.size(file));
    }
    return sum;
  }
}
