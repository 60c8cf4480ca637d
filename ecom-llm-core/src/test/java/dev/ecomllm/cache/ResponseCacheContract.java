package dev.ecomllm.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelReply.Finish;
import dev.ecomllm.client.ModelReply.Usage;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.client.TokenLogprobs.Alternative;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every cache owes the engine. */
public abstract class ResponseCacheContract {

  /** A new, empty cache with room for at least 1,000 replies. */
  protected abstract ResponseCache cache();

  @Test
  void givesBackWhatWasPut() {
    ResponseCache cache = cache();
    ModelReply reply =
        new ModelReply(
            "Größe \"M\"\n\u0000😀",
            Finish.LENGTH,
            List.of(
                new TokenLogprobs(
                    "A", -0.1, List.of(new Alternative("A", -0.1), new Alternative(" A", -9999)))),
            new Usage(100, 48, 3),
            "tuned");

    cache.put("key", reply);
    cache.put("other", ModelReply.of("", "m"));

    assertThat(cache.get("key")).contains(reply);
    assertThat(cache.get("other")).contains(ModelReply.of("", "m"));
  }

  @Test
  void hasNothingUnderAnotherKey() {
    ResponseCache cache = cache();
    cache.put("key", ModelReply.of("x", "m"));

    assertThat(cache.get("KEY")).isEmpty();
    assertThat(cache.get("")).isEmpty();
  }

  @Test
  void theLastReplyCounts() {
    ResponseCache cache = cache();
    cache.put("key", ModelReply.of("old", "m"));
    cache.put("key", ModelReply.of("new", "m"));

    assertThat(cache.get("key")).contains(ModelReply.of("new", "m"));
  }

  @Test
  void manyThreadsMayUseIt() {
    ResponseCache cache = cache();

    IntStream.range(0, 1_000)
        .parallel()
        .forEach(i -> cache.put("key " + i, ModelReply.of("reply " + i, "m")));

    assertThat(IntStream.range(0, 1_000).parallel().boxed())
        .allSatisfy(
            i -> assertThat(cache.get("key " + i)).contains(ModelReply.of("reply " + i, "m")));
  }
}
