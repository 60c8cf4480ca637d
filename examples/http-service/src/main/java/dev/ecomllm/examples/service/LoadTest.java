package dev.ecomllm.examples.service;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts load on a service from another process. Needs nothing but a JDK:
 *
 * <pre>{@code
 * java LoadTest.java http://localhost:8080 seconds=30 clients=16      # as many as it can
 * java LoadTest.java http://localhost:8080 seconds=60 rate=100        # so many a second
 * java LoadTest.java http://localhost:8080 requests=1000000 clients=8 pid=4711
 * }</pre>
 *
 * With a rate, the time of an answer counts from when its request was due, so that waiting for a
 * slow service is not left out. With {@code pid}, the live heap of that process is measured after a
 * tenth of the requests and at the end. With one client, {@code httpOverAnswer} says how much of
 * the time is the service's own: the time of a request over the time of its answer in the library.
 */
final class LoadTest {

  private static final List<String> THINGS =
      List.of("running shoes", "desk lamp", "oak chair", "espresso machine", "wool scarf", "tent");
  private static final List<String> COLORS = List.of("black", "blue", "red", "white", "green");
  private static final List<String> MAKERS = List.of("Acme", "Norda", "Kito", "Velmar");
  private static final Pattern MILLISECONDS = Pattern.compile("\"milliseconds\":([0-9.]+)");
  private static final int MOST_OPEN = 5_000;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI uri;
  private final int total;
  private final float[] milliseconds;
  private final float[] answering;
  private final int[] status;
  private final AtomicInteger done = new AtomicInteger();

  private LoadTest(URI uri, int total) {
    this.uri = uri;
    this.total = total;
    milliseconds = new float[total];
    answering = new float[total];
    status = new int[total];
  }

  /** Runs; prints one line of JSON. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, Double> options = new HashMap<>();
    for (String arg : List.of(args).subList(Math.min(1, args.length), args.length)) {
      String[] parts = arg.split("=", 2);
      options.put(parts[0], Double.valueOf(parts[1]));
    }
    if (args.length == 0 || !(options.containsKey("seconds") || options.containsKey("requests"))) {
      throw new IllegalArgumentException(
          "URL, then seconds=N or requests=N, then rate=N or clients=N, then perhaps pid=N");
    }
    double seconds = options.getOrDefault("seconds", 1e9);
    double rate = options.getOrDefault("rate", 0.0);
    int most = rate > 0 ? (int) (rate * seconds) : options.getOrDefault("requests", 5e6).intValue();
    LoadTest test = new LoadTest(URI.create(args[0]).resolve("/classify"), most);
    long pid = options.getOrDefault("pid", 0.0).longValue();
    long start = System.nanoTime();
    long heapBefore = 0;
    if (rate > 0) {
      test.open(rate);
    } else {
      int clients = options.getOrDefault("clients", 16.0).intValue();
      long end = start + (long) (seconds * 1e9);
      if (pid > 0) {
        test.closed(clients, most / 10, end);
        heapBefore = liveHeap(pid);
      }
      test.closed(clients, most, end);
    }
    test.print((System.nanoTime() - start) / 1e9, heapBefore, pid > 0 ? liveHeap(pid) : 0);
  }

  /** So many a second, whether the answers keep up or not. */
  private void open(double rate) throws InterruptedException {
    Semaphore left = new Semaphore(MOST_OPEN);
    long start = System.nanoTime();
    for (int i = 0; i < total; i++) {
      long due = start + (long) (i * 1e9 / rate);
      long early = due - System.nanoTime();
      if (early > 0) {
        Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
      }
      left.acquire();
      int number = i;
      var unused =
          http.sendAsync(request(i), HttpResponse.BodyHandlers.ofString())
              .whenComplete(
                  (response, failure) -> {
                    note(number, due, Optional.ofNullable(response));
                    left.release();
                  });
    }
    left.acquire(MOST_OPEN);
    done.set(total);
  }

  /** So many clients, each of which asks again as soon as it is answered. */
  private void closed(int clients, int most, long end) throws InterruptedException {
    Thread[] threads = new Thread[clients];
    for (int i = 0; i < clients; i++) {
      threads[i] =
          new Thread(
              () -> {
                while (System.nanoTime() < end) {
                  int number = done.getAndUpdate(count -> Math.min(count + 1, most));
                  if (number >= most) {
                    return;
                  }
                  long due = System.nanoTime();
                  note(number, due, send(number));
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Optional<HttpResponse<String>> send(int number) {
    try {
      return Optional.of(http.send(request(number), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void note(int number, long due, Optional<HttpResponse<String>> response) {
    milliseconds[number] = (System.nanoTime() - due) / 1e6f;
    status[number] = response.map(HttpResponse::statusCode).orElse(-1);
    if (status[number] == 200) {
      Matcher matcher = MILLISECONDS.matcher(response.orElseThrow().body());
      answering[number] = matcher.find() ? Float.parseFloat(matcher.group(1)) : 0;
    }
  }

  private HttpRequest request(int number) {
    String title =
        MAKERS.get(number / 30 % 4)
            + " "
            + THINGS.get(number % 6)
            + ", "
            + COLORS.get(number / 6 % 5)
            + ", model "
            + number;
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"product_title\":\"" + title + "\"}"))
        .build();
  }

  private void print(double seconds, long heapBefore, long heapAfter) {
    int count = done.get();
    Map<Integer, Integer> statuses = new TreeMap<>();
    float[] answered = new float[count];
    float[] ratios = new float[count];
    int n = 0;
    for (int i = 0; i < count; i++) {
      statuses.merge(status[i], 1, Integer::sum);
      if (status[i] == 200) {
        answered[n] = milliseconds[i];
        ratios[n++] = milliseconds[i] / Math.max(answering[i], 0.01f);
      }
    }
    Arrays.sort(answered, 0, n);
    Arrays.sort(ratios, 0, n);
    String heap =
        heapBefore == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ",\"heapBefore\":%d,\"heapAfter\":%d,\"heapRatio\":%.4f",
                heapBefore,
                heapAfter,
                (double) heapAfter / heapBefore);
    new PrintStream(System.out, true, StandardCharsets.UTF_8)
        .printf(
            Locale.ROOT,
            "{\"requests\":%d,\"seconds\":%.1f,\"answeredPerSecond\":%.1f,\"status\":\"%s\","
                + "\"p50\":%.2f,\"p90\":%.2f,\"p99\":%.2f,\"max\":%.2f,\"httpOverAnswer\":%.3f%s}%n",
            count,
            seconds,
            n / seconds,
            statuses,
            quantile(answered, n, 0.5),
            quantile(answered, n, 0.9),
            quantile(answered, n, 0.99),
            quantile(answered, n, 1),
            quantile(ratios, n, 0.5),
            heap);
  }

  private static float quantile(float[] sorted, int n, double share) {
    return n == 0 ? Float.NaN : sorted[Math.min(n - 1, (int) (n * share))];
  }

  /** Bytes of live objects: counting them collects the garbage first. */
  private static long liveHeap(long pid) throws IOException {
    Process jcmd =
        new ProcessBuilder("jcmd", String.valueOf(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith("Total"))
        .map(line -> Long.parseLong(line.trim().split("\\s+", -1)[2]))
        .findFirst()
        .orElseThrow(() -> new IOException("jcmd tells nothing of process " + pid));
  }
}
