package dev.ecomllm.client.langchain4j;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection that logs nothing. The one that Apache's client makes by default writes headers and
 * bodies to the log, so API keys and product text, wherever its log level is DEBUG.
 */
final class QuietConnection extends DefaultBHttpClientConnection
    implements ManagedHttpClientConnection {

  QuietConnection() {
    super(Http1Config.DEFAULT);
  }

  /** For the pool, which binds the socket later. */
  static QuietConnection on(@Nullable Socket socket) throws IOException {
    QuietConnection connection = new QuietConnection();
    if (socket != null) {
      connection.bind(socket);
    }
    return connection;
  }

  @Override
  public void bind(Socket socket) throws IOException {
    super.bind(socket);
  }

  @Override
  public void bind(SSLSocket secured, Socket socket) throws IOException {
    super.bind(secured, socket);
  }

  @Override
  public @Nullable Socket getSocket() {
    var holder = getSocketHolder();
    return holder == null ? null : holder.getSocket();
  }

  /** Nothing to do: sockets have no time limit. */
  @Override
  public void passivate() {}

  /** Nothing to do: sockets have no time limit. */
  @Override
  public void activate() {}
}
