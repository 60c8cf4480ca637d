package dev.ecomllm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's server on a bare socket. It answers every question but those about a product whose
 * title holds {@code cursed N}: there it does what it was told, each time or the first time only.
 */
final class FaultyServer implements AutoCloseable {

  private static final Pattern CURSED = Pattern.compile("cursed \\d+");

  private static final String DONT_KNOW =
      "{\"answerable\": false, \"answer\": \"\", \"citations\": []}";

  /** What to do instead of answering. */
  interface Fault {
    void happen(Socket socket, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private volatile Fault fault = response(200, "", completion(DONT_KNOW));
  private volatile boolean firstTimeOnly;

  FaultyServer() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  FaultyServer fault(Fault fault) {
    this.fault = fault;
    return this;
  }

  FaultyServer firstTimeOnly() {
    firstTimeOnly = true;
    return this;
  }

  URI endpoint() {
    return URI.create("http://localhost:" + server.getLocalPort() + "/v1");
  }

  int requests() {
    return requests.get();
  }

  /** Bytes that were sent by {@link #endless}. */
  long written() {
    return written.get();
  }

  /** A whole response, the last on its connection. */
  static Fault response(int status, String headers, String body) {
    String head = head(status, "connection: close\r\n" + headers, body.length());
    return (socket, out) -> write(out, head + body);
  }

  /** Part of a response, and then a reset. */
  static Fault resetAfter(String part) {
    return (socket, out) -> {
      write(out, part);
      pause(); // or the reset overtakes what was written
      socket.setSoLinger(true, 0);
    };
  }

  /** A response that never ends, a byte now and then. */
  static Fault drip(String start) {
    return (socket, out) -> {
      write(out, start);
      while (true) {
        write(out, " ");
        pause();
      }
    };
  }

  /** A response that never ends, as fast as it goes. */
  Fault endless(String head) {
    return (socket, out) -> {
      write(out, head);
      byte[] piece = new byte[1 << 16];
      Arrays.fill(piece, (byte) ' ');
      while (written.get() < 200L << 20) {
        out.write(piece);
        written.addAndGet(piece.length);
      }
    };
  }

  static String head(int status, String headers, long length) {
    return "HTTP/1.1 "
        + status
        + " X\r\ncontent-type: application/json\r\ncontent-length: "
        + length
        + "\r\n"
        + headers
        + "\r\n";
  }

  static String completion(String content) {
    return "{\"id\":\"1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
        + "\"message\":{\"role\":\"assistant\",\"content\":\""
        + content.replace("\"", "\\\"")
        + "\"},\"finish_reason\":\"stop\"}]}";
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "faulty-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the end
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (String request = read(in); !request.isEmpty(); request = read(in)) {
        requests.incrementAndGet();
        Matcher cursed = CURSED.matcher(request);
        if (cursed.find() && isToFail(cursed.group())) {
          fault.happen(socket, out);
          return;
        }
        String body = completion(DONT_KNOW);
        write(out, head(200, "", body.length()) + body);
      }
    } catch (IOException closed) {
      // the client went away
    }
  }

  private boolean isToFail(String item) {
    int times = asked.computeIfAbsent(item, any -> new AtomicInteger()).incrementAndGet();
    return !firstTimeOnly || times == 1;
  }

  /** One request with its body; empty at the end. */
  private static String read(InputStream in) throws IOException {
    StringBuilder seen = new StringBuilder();
    byte[] buffer = new byte[8192];
    while (true) {
      int end = seen.indexOf("\r\n\r\n");
      if (end > 0 && seen.length() >= end + 4 + length(seen.substring(0, end))) {
        return seen.toString();
      }
      int n = in.read(buffer);
      if (n < 0) {
        return "";
      }
      seen.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
    }
  }

  private static int length(String head) {
    Matcher length =
        Pattern.compile("content-length: (\\d+)", Pattern.CASE_INSENSITIVE).matcher(head);
    return length.find() ? Integer.parseInt(length.group(1)) : 0;
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
