package dev.ecomllm.examples.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP server that gives everybody the same answer at once. It allocates nothing for a request,
 * so what the profiler counts is the client's.
 */
final class InstantServer implements AutoCloseable {

  private static final int LONGEST_REQUEST = 1 << 20;

  private final ServerSocket server;
  private final byte[] response;

  private InstantServer(ServerSocket server, String body) {
    this.server = server;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
            + bytes.length
            + "\r\n\r\n";
    response = (head + body).getBytes(StandardCharsets.UTF_8);
  }

  static InstantServer start(String body) {
    try {
      InstantServer server =
          new InstantServer(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()), body);
      server.daemon(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI endpoint() {
    return URI.create("http://localhost:" + server.getLocalPort() + "/v1");
  }

  private void daemon(Runnable work) {
    Thread thread = new Thread(work, "instant-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        daemon(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the end
    }
  }

  private void serve(Socket socket) {
    byte[] buffer = new byte[LONGEST_REQUEST];
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      int length = 0;
      while (true) {
        int read = in.read(buffer, length, buffer.length - length);
        if (read < 0) {
          return;
        }
        length += read;
        int end = headEnd(buffer, length);
        if (end > 0 && length >= end + contentLength(buffer, end)) {
          out.write(response);
          out.flush();
          length = 0;
        }
      }
    } catch (IOException closed) {
      // the client went away
    }
  }

  /** Where the body starts, or -1. */
  private static int headEnd(byte[] buffer, int length) {
    for (int i = 3; i < length; i++) {
      if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** The value of the header, whatever the case of its name. */
  private static int contentLength(byte[] buffer, int end) {
    for (int i = 0; i + 16 < end; i++) {
      if ((buffer[i] | 32) == 'c'
          && buffer[i + 7] == '-'
          && (buffer[i + 8] | 32) == 'l'
          && buffer[i + 14] == ':') {
        int value = 0;
        for (int j = i + 15; buffer[j] != '\r'; j++) {
          if (buffer[j] >= '0' && buffer[j] <= '9') {
            value = value * 10 + buffer[j] - '0';
          }
        }
        return value;
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
