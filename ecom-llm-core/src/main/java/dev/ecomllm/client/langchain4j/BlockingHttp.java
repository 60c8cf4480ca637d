package dev.ecomllm.client.langchain4j;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Apache's HTTP client without what we do ourselves or not at all: no time limits (see {@link
 * Overdue}), retries, redirects, cookies or caches. A connection that was idle for a second is
 * looked at before it is used: servers close theirs after a few.
 */
final class BlockingHttp {

  /** As many connections as there are calls: whoever calls limits those. */
  private static final int UNLIMITED = 100_000;

  private BlockingHttp() {}

  /**
   * A client.
   *
   * @param endpoint decides whether there is a proxy
   * @param tls null for the JVM's own
   * @param proxies null for none
   */
  static CloseableHttpClient client(
      URI endpoint, @Nullable SSLContext tls, @Nullable ProxySelector proxies) {
    PoolingHttpClientConnectionManager connections =
        new InterruptibleSockets()
            .setTlsSocketStrategy(
                tls == null
                    ? DefaultClientTlsStrategy.createSystemDefault()
                    : new DefaultClientTlsStrategy(tls))
            .setConnectionFactory(QuietConnection::on)
            .setDefaultSocketConfig(
                SocketConfig.custom().setSoTimeout(Timeout.DISABLED).setTcpNoDelay(true).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.DISABLED)
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .build())
            .setMaxConnTotal(UNLIMITED)
            .setMaxConnPerRoute(UNLIMITED)
            .build();
    boolean direct =
        proxies == null
            || proxies.select(endpoint).stream().allMatch(p -> p.type() == Proxy.Type.DIRECT);
    return direct
        ? HttpClients.createMinimal(connections)
        : HttpClients.custom()
            .setConnectionManager(connections)
            .setRoutePlanner(new SystemDefaultRoutePlanner(proxies))
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .build();
  }

  /** Makes sockets of channels: an interrupt closes those, and ends what blocks on them. */
  private static final class InterruptibleSockets
      extends PoolingHttpClientConnectionManagerBuilder {
    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
      return new DefaultHttpClientConnectionOperator(
          proxy -> SocketChannel.open().socket(),
          ports,
          names,
          RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
    }
  }
}
