package dev.ecomllm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.ecomllm.bulk.Bulk;
import dev.ecomllm.bulk.Outcome;
import dev.ecomllm.cache.DiskCache;
import dev.ecomllm.cache.ResponseCache;
import dev.ecomllm.client.langchain4j.Dialect;
import dev.ecomllm.engine.Timing;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.error.ModelCallException;
import dev.ecomllm.error.ModelCallException.Kind;
import dev.ecomllm.product.Product;
import dev.ecomllm.qa.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that can go wrong between us and a server, over real sockets, each in a run of six
 * products of which every second is cursed: the others are answered, each has one row in its place,
 * and a cursed one ends within the deadline as what it is; or is answered, where the fault passes.
 */
class FaultMatrixTest {

  private static final Duration SHORT = Duration.ofMillis(700);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** What a machine that does other things may add. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final int ITEMS = 6;

  private final FaultyServer server = new FaultyServer();
  private final AtomicLong slowest = new AtomicLong();

  /** What a JVM does once must not be taken for a slow server. */
  @BeforeAll
  static void warmUp() {
    try (FaultyServer server = new FaultyServer();
        EcomLlm llm =
            EcomLlm.builder()
                .endpoint(server.endpoint())
                .model("m")
                .dialect(Dialect.NONE)
                .build()) {
      assertThat(llm.qa().ask(Product.of("sku", "A lamp"), "Is it red?")).isNotNull();
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** What a server does, and what it is to whoever asked. */
  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  enum Cell {
    CLOSED_AT_ONCE(Kind.TRANSIENT, server -> (socket, out) -> {}),
    RESET_AT_ONCE(Kind.TRANSIENT, server -> FaultyServer.resetAfter("")),
    RESET_IN_HEADERS(Kind.TRANSIENT, server -> FaultyServer.resetAfter("HTTP/1.1 200 OK\r\ncont")),
    RESET_IN_BODY(
        Kind.TRANSIENT,
        server -> FaultyServer.resetAfter(FaultyServer.head(200, "", 500) + "{\"choices\":[")),
    NO_HTTP(Kind.TRANSIENT, server -> FaultyServer.resetAfter("SSH-2.0-OpenSSH_9.6\r\n\r\n")),
    SILENT(Kind.TIMED_OUT, server -> FaultyServer.drip("")),
    SLOW_LORIS(
        Kind.TIMED_OUT, server -> FaultyServer.drip(FaultyServer.head(200, "", 1_000_000) + "{")),
    STATUS_400(Kind.REJECTED, status(400, "")),
    STATUS_401(Kind.REJECTED, status(401, "")),
    STATUS_404(Kind.REJECTED, status(404, "")),
    STATUS_408(Kind.TIMED_OUT, status(408, "")),
    STATUS_413(Kind.REJECTED, status(413, "")),
    STATUS_422(Kind.REJECTED, status(422, "")),
    STATUS_429(Kind.RATE_LIMITED, status(429, "")),
    STATUS_429_COME_BACK_NOW(Kind.RATE_LIMITED, status(429, "retry-after: 0\r\n")),
    STATUS_500(Kind.TRANSIENT, status(500, "")),
    STATUS_503(Kind.RATE_LIMITED, status(503, "")),
    STATUS_503_COME_BACK_NOW(Kind.RATE_LIMITED, status(503, "retry-after: 0\r\n")),
    REDIRECT(Kind.REJECTED, status(307, "location: http://localhost:1/v1\r\n")),
    HTML(Kind.TRANSIENT, body("<html><body>Welcome to the portal</body></html>")),
    EMPTY(Kind.TRANSIENT, body("")),
    HALF_JSON(Kind.TRANSIENT, body("{\"choices\":[{\"message\":{\"content\":\"{\\\"answ")),
    OTHER_JSON(Kind.TRANSIENT, body("{\"status\":\"ok\"}")),
    WRONG_SCHEMA(null, body(FaultyServer.completion("{\"answerable\": {\"perhaps\": 3}}"))),
    BABBLE(null, body(FaultyServer.completion("I am only a language model."))),
    LARGE_OF_STATED_LENGTH(
        Kind.REJECTED, server -> server.endless(FaultyServer.head(200, "", 100 << 20))),
    LARGE_WITHOUT_END(
        Kind.REJECTED,
        server -> server.endless("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")),
    COMPRESSED(
        Kind.REJECTED,
        server ->
            (socket, out) -> {
              byte[] bomb = zipped();
              out.write(
                  FaultyServer.head(200, "content-encoding: gzip\r\n", bomb.length)
                      .getBytes(StandardCharsets.US_ASCII));
              out.write(bomb);
            });

    /** Null where an answer comes and is unusable. */
    private final @Nullable Kind kind;

    private final Function<FaultyServer, FaultyServer.Fault> fault;

    Cell(@Nullable Kind kind, Function<FaultyServer, FaultyServer.Fault> fault) {
      this.kind = kind;
      this.fault = fault;
    }

    boolean isSlow() {
      return this == SILENT || this == SLOW_LORIS;
    }

    boolean isPassing() {
      return kind != Kind.REJECTED;
    }

    private static Function<FaultyServer, FaultyServer.Fault> status(int status, String headers) {
      return server ->
          FaultyServer.response(status, headers, "{\"error\":{\"message\":\"no\",\"type\":\"E\"}}");
    }

    private static Function<FaultyServer, FaultyServer.Fault> body(String body) {
      return server -> FaultyServer.response(200, "", body);
    }

    private static byte[] zipped() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
        zip.write(new byte[20 << 20]);
      }
      return bytes.toByteArray();
    }
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void aFaultThatStaysIsAFailureOfItsKind(Cell cell) {
    server.fault(cell.fault.apply(server));

    List<Outcome<Product, Answer>> rows =
        run(cell.isSlow() ? llm().deadline(SHORT).build() : llm().build());

    assertThat(rows).hasSize(ITEMS);
    for (int i = 0; i < ITEMS; i++) {
      Outcome<Product, Answer> row = rows.get(i);
      assertThat(row.index()).isEqualTo(i);
      if (isCursed(i)) {
        assertThat(row).isInstanceOfSatisfying(Outcome.Failure.class, failure -> is(cell, failure));
      } else {
        assertThat(row).isInstanceOf(Outcome.Success.class);
      }
    }
    assertThat(Duration.ofNanos(slowest.get())).isLessThan(SHORT.plus(GRACE));
    assertThat(server.written()).as("not read to the end").isLessThan(3 * (40L << 20));
  }

  private static void is(Cell cell, Outcome.Failure<?, ?> failure) {
    RuntimeException error = failure.error();
    if (cell.kind == null) {
      assertThat(error).isInstanceOf(InvalidOutputException.class);
    } else {
      assertThat(error)
          .isInstanceOfSatisfying(
              ModelCallException.class, call -> assertThat(call.kind()).isEqualTo(cell.kind));
    }
    assertThat(error).hasMessageStartingWith("product 'sku-" + failure.index() + "': ");
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void aFaultThatPassesCostsATryAndNoItem(Cell cell) {
    server.fault(cell.fault.apply(server)).firstTimeOnly();

    List<Outcome<Product, Answer>> rows =
        run(cell.isSlow() ? llm().timeout(SHORT).build() : llm().build());

    assertThat(rows).extracting(Outcome::index).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(rows)
        .filteredOn(row -> row instanceof Outcome.Success)
        .hasSize(cell.isPassing() ? ITEMS : ITEMS / 2);
    assertThat(server.requests()).isEqualTo(cell.isPassing() ? ITEMS + ITEMS / 2 : ITEMS);
  }

  @Test
  void aServerThatSaysToComeBackLaterIsNotWaitedForBeyondTheDeadline() {
    server.fault(FaultyServer.response(429, "retry-after: 60\r\n", ""));

    List<Outcome<Product, Answer>> rows = run(llm().build());

    assertThat(rows).hasSize(ITEMS);
    assertThat(failures(rows))
        .hasSize(3)
        .allSatisfy(
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
              assertThat(failure.retryAfter()).contains(Duration.ofMinutes(1));
            });
    assertThat(server.requests()).as("no second try").isEqualTo(ITEMS);
  }

  @Test
  void aPortThatRefuses() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    everyItemFails(URI.create("http://localhost:" + port + "/v1"), "cannot be reached");
  }

  @Test
  void aNameThatNobodyKnows() {
    everyItemFails(URI.create("http://no-such-host.invalid/v1"), "cannot be reached");
  }

  private void everyItemFails(URI endpoint, String message) {
    List<Outcome<Product, Answer>> rows = run(llm().endpoint(endpoint).build());

    assertThat(rows).extracting(Outcome::index).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(failures(rows))
        .hasSize(ITEMS)
        .allSatisfy(
            failure -> {
              assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
              assertThat(failure).hasMessageContaining(message);
            });
  }

  /** Such as a machine that slept: the deadline has passed, and nothing more is tried. */
  @Test
  void aClockThatJumpsAhead() {
    server.fault(FaultyServer.response(500, "", ""));
    Timing jumping =
        new Quick() {
          private long ahead;

          @Override
          public long nanoTime() {
            ahead += Duration.ofHours(1).toNanos();
            return super.nanoTime() + ahead;
          }
        };

    List<Outcome<Product, Answer>> rows = run(llm().timing(jumping).build());

    assertThat(failures(rows))
        .hasSize(ITEMS)
        .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT));
  }

  @Test
  void aDiskThatIsFull() throws IOException {
    try (FileSystem small =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setBlockSize(4096).setMaxSize(2 * 4096).build())) {
      DiskCache cache = ResponseCache.onDisk(small.getPath("/cache"), 1 << 20, Duration.ofDays(1));

      List<Outcome<Product, Answer>> first = run(llm().cache(cache).build());
      List<Outcome<Product, Answer>> second = run(llm().cache(cache).build());

      assertThat(first).hasSize(ITEMS);
      assertThat(second).hasSize(ITEMS);
      assertThat(failures(first)).isEmpty();
      assertThat(failures(second)).isEmpty();
      assertThat(cache.stats().unwritten()).isPositive();
    }
  }

  @Test
  void aCacheThatIsDamaged(@TempDir Path directory) throws IOException {
    DiskCache cache = ResponseCache.onDisk(directory, 1 << 20, Duration.ofDays(1));
    run(llm().cache(cache).build());
    List<Outcome<Product, Answer>> known = run(llm().cache(cache).build());
    int asked = server.requests();
    assertThat(asked).as("the second run was free").isEqualTo(ITEMS);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".reply")).toList()) {
        Files.writeString(file, Files.readString(file).replace("answerable", "answrrable"));
      }
    }

    List<Outcome<Product, Answer>> again = run(llm().cache(cache).build());

    assertThat(again).hasSize(ITEMS);
    assertThat(failures(again)).isEmpty();
    assertThat(answers(again)).isEqualTo(answers(known));
    assertThat(server.requests()).isEqualTo(2 * ITEMS);
    assertThat(cache.stats().damaged()).isEqualTo(ITEMS);
  }

  @Test
  void credentialsDontGoWhereARedirectPoints() {
    try (FaultyServer elsewhere = new FaultyServer()) {
      server.fault(
          FaultyServer.response(
              308, "location: " + elsewhere.endpoint() + "/chat/completions\r\n", ""));

      List<Outcome<Product, Answer>> rows = run(llm().apiKey("sk-secret").build());

      assertThat(failures(rows)).hasSize(ITEMS / 2);
      assertThat(elsewhere.requests()).isZero();
    }
  }

  private EcomLlm.Builder llm() {
    return EcomLlm.builder()
        .endpoint(server.endpoint())
        .model("m")
        .dialect(Dialect.NONE)
        .timeout(TIMEOUT)
        .deadline(DEADLINE)
        .breakerPause(Duration.ZERO)
        .timing(new Quick());
  }

  private List<Outcome<Product, Answer>> run(EcomLlm llm) {
    List<Product> products = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      products.add(Product.of("sku-" + i, (isCursed(i) ? "A cursed " : "A plain ") + i));
    }
    List<Outcome<Product, Answer>> rows = new ArrayList<>();
    try (llm) {
      Bulk.of((Product product) -> timed(() -> llm.qa().ask(product, "Is it red?")))
          .concurrency(ITEMS)
          .run(products.iterator(), rows::add);
    }
    return rows;
  }

  private <T> T timed(Supplier<T> question) {
    long start = System.nanoTime();
    try {
      return question.get();
    } finally {
      slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
    }
  }

  private static boolean isCursed(int item) {
    return item % 2 == 1;
  }

  private static List<ModelCallException> failures(List<Outcome<Product, Answer>> rows) {
    List<ModelCallException> failures = new ArrayList<>();
    for (Outcome<Product, Answer> row : rows) {
      if (row instanceof Outcome.Failure<Product, Answer> failure) {
        failures.add((ModelCallException) failure.error());
      }
    }
    return failures;
  }

  private static List<Answer> answers(List<Outcome<Product, Answer>> rows) {
    List<Answer> answers = new ArrayList<>();
    for (Outcome<Product, Answer> row : rows) {
      answers.add(((Outcome.Success<Product, Answer>) row).answer());
    }
    return answers;
  }

  /** The real clock, and no waits. */
  private static class Quick implements Timing {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration pause) {}

    @Override
    public double random() {
      return 0;
    }
  }
}
