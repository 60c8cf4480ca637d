package dev.ecomllm.examples.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.engine.CallSettings;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.engine.Timing;
import dev.ecomllm.prompt.Prompt;
import dev.ecomllm.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A reply found in memory, against Caffeine's own hit with the same key, as two differences:
 *
 * <pre>{@code
 * (question - questionWithoutLooking) / (caffeine - newKey)
 * }</pre>
 *
 * Above stands what the cache costs beyond building the request and its key: a question that the
 * cache answers, without the same question whose reply is found without looking. Below stands
 * Caffeine's hit with a key that was just made, as a question's is (so its hash is not known yet),
 * without the making. The prompt is short, so that the differences are not small ones of large
 * numbers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CacheHit {

  private static final int ENTRIES = 10_000;
  private static final ModelReply REPLY = ModelReply.of("A", "m");
  private static final ModelRequest REQUEST = ModelRequest.of(Prompt.of("[CLASSIFY] Lamp"), 1);

  private final Cache<String, ModelReply> caffeine =
      Caffeine.newBuilder().maximumSize(2 * ENTRIES).build();
  private final ResponseCache cache = ResponseCache.inMemory(2 * ENTRIES);
  private final Task<String, String> task = new Known();
  private final TaskRunner runner = runner(cache);
  private final TaskRunner runnerWithoutLooking = runner(new Found());
  private byte[] key = {};

  /** Fills both. */
  @Setup
  public void setUp() {
    for (int i = 0; i < ENTRIES; i++) {
      String text = String.format("%064x", i * 0x9E3779B97F4A7C15L);
      key = text.getBytes(StandardCharsets.ISO_8859_1);
      caffeine.put(text, REPLY);
      cache.put(text, REPLY);
    }
    runner.run(task, "sku-1");
  }

  /** A key alone. */
  @Benchmark
  public String newKey() {
    return new String(key, StandardCharsets.ISO_8859_1);
  }

  /** A key, and Caffeine. */
  @Benchmark
  public @Nullable ModelReply caffeine() {
    return caffeine.getIfPresent(newKey());
  }

  /** A whole question. */
  @Benchmark
  public String question() {
    return runner.run(task, "sku-1");
  }

  /** A whole question, whose reply is found without looking. */
  @Benchmark
  public String questionWithoutLooking() {
    return runnerWithoutLooking.run(task, "sku-1");
  }

  private static TaskRunner runner(ResponseCache cache) {
    return new TaskRunner(
        ModelClient.of("m", (request, timeout) -> REPLY),
        CallSettings.DEFAULTS,
        cache,
        List.of(),
        Timing.system());
  }

  private static final class Found implements ResponseCache {
    @Override
    public Optional<ModelReply> get(String key) {
      return Optional.of(REPLY);
    }

    @Override
    public void put(String key, ModelReply reply) {}
  }

  private static final class Known implements Task<String, String> {
    @Override
    public String name() {
      return "known";
    }

    @Override
    public String productId(String input) {
      return input;
    }

    @Override
    public ModelRequest ask(String input) {
      return REQUEST;
    }

    @Override
    public String read(String input, ModelReply reply) {
      return reply.text();
    }
  }
}
