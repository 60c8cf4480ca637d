package dev.ecomllm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.client.langchain4j.Dialect;
import dev.ecomllm.observe.CallCounts;
import dev.ecomllm.product.Product;
import dev.ecomllm.testing.StubVllm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that restarts in the middle of a run: breaker, retries and the run's patience. */
@Tag("slow")
class BulkOutageTest {

  private static final int ITEMS = 100;

  @Test
  void aRestartOfTheServerCostsNoItem() throws Exception {
    CallCounts counts = new CallCounts();
    List<Outcome<Product, Classification>> rows = new ArrayList<>();
    try (StubVllm vllm = StubVllm.start().answer("Electronics > Computers > Laptops");
        EcomLlm llm =
            EcomLlm.builder()
                .endpoint(vllm.endpoint())
                .model(vllm.model())
                .dialect(Dialect.NONE)
                .breakerPause(Duration.ofMillis(200))
                .listener(counts)
                .build()) {
      Thread restart = new Thread(vllm::restart);
      Bulk.of(llm.classifier())
          .concurrency(8)
          .run(
              IntStream.range(0, ITEMS)
                  .mapToObj(i -> Product.of("sku-" + i, "Lamp " + i))
                  .iterator(),
              row -> {
                rows.add(row);
                if (rows.size() == 20) {
                  vllm.stop();
                  restart.start();
                }
              });
      restart.join();
    }

    assertThat(rows).hasSize(ITEMS);
    for (int i = 0; i < ITEMS; i++) {
      assertThat(rows.get(i).index()).isEqualTo(i);
      assertThat(rows.get(i)).isInstanceOf(Outcome.Success.class);
    }
    assertThat(counts.snapshot().answered()).isEqualTo(ITEMS);
    assertThat(counts.snapshot().calls())
        .as("an outage is not amplified")
        .isBetween((long) ITEMS, 2L * ITEMS);
  }
}
