package dev.ecomllm.bulk;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A run in a JVM of its own, which can be killed or given a small heap. It writes a line to one
 * file for each item it asks about, and a line to another for each outcome.
 */
final class ForkedRun {

  record Answer(String text, long square) {}

  private ForkedRun() {}

  /** Arguments: items, concurrency, microseconds for each, journal, file of calls, output. */
  public static void main(String[] arguments) throws IOException {
    int items = Integer.parseInt(arguments[0]);
    int concurrency = Integer.parseInt(arguments[1]);
    long micros = Long.parseLong(arguments[2]);
    Path output = Path.of(arguments[5]);
    long[] told = new long[1];
    try (BufferedWriter calls =
            Files.newBufferedWriter(
                Path.of(arguments[4]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        BufferedWriter rows = Files.newBufferedWriter(output)) {
      Summary summary =
          Bulk.<Integer, Answer>of(number -> answer(number, micros, calls))
              .concurrency(concurrency)
              .journal(Path.of(arguments[3]))
              .fingerprint("squares", Answer.class)
              .expecting(items)
              .progress(progress -> told[0]++)
              .run(
                  IntStream.range(0, items).iterator(),
                  outcome -> {
                    if (micros > 0) {
                      line(rows, outcome.toString());
                    }
                  });
      System.out.println(summary + " told " + told[0] + " times");
    }
  }

  private static Answer answer(int number, long micros, BufferedWriter calls) {
    if (micros > 0) {
      line(calls, String.valueOf(number));
      long end = System.nanoTime() + micros * 1_000;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
    if (number % 97 == 5) {
      throw new IllegalArgumentException("no " + number);
    }
    return new Answer("item " + number, (long) number * number);
  }

  /** Written at once, so that a kill loses none of it. */
  private static void line(BufferedWriter to, String text) {
    synchronized (to) {
      try {
        to.write(text);
        to.write('\n');
        to.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Where the classes are that it needs, however this JVM found them. */
  private static String classPath() {
    return Stream.of(
            ForkedRun.class,
            Bulk.class,
            ObjectMapper.class,
            JsonGenerator.class,
            JsonAutoDetect.class,
            Jdk8Module.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(place -> Path.of(URI.create(place.toString())).toString())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** How to start one. */
  static List<String> command(List<String> jvm, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", classPath()));
    command.add(ForkedRun.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts one. */
  static Process start(List<String> jvm, String... arguments) throws IOException {
    return new ProcessBuilder(command(jvm, arguments)).redirectErrorStream(true).start();
  }
}
