package dev.bowline.compat.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.Requests;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.SelfSigned;
import dev.bowline.compat.http2.Http2;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's own connectors: HTTP/1.1, HTTP/2 in the clear, TLS with ALPN. */
class ConnectorTest {

  @AutoClose private final Embedding host = new Embedding();
  @TempDir private Path directory = Path.of("");

  @Test
  void http2InTheClear() {
    HttpConfiguration configuration = new HttpConfiguration();
    listens(
        new ServerConnector(
            host.server(),
            1,
            1,
            new HttpConnectionFactory(configuration),
            new HTTP2CServerConnectionFactory(configuration)));
    host.serves(host.channel("/channel")).carriesEverything("/channel");

    try (Http2 client = new Http2(host.client("/channel"))) {
      echoes(client);
    }
  }

  @Test
  void tlsWithHttp2AndHttp11ByAlpn() throws Exception {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    SelfSigned certificate = SelfSigned.in(directory);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(certificate.store().toString());
    tls.setKeyStorePassword(certificate.password());
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    listens(
        new ServerConnector(
            host.server(),
            1,
            1,
            new SslConnectionFactory(tls, "alpn"),
            alpn,
            new HTTP2ServerConnectionFactory(configuration),
            new HttpConnectionFactory(configuration)));
    host.serves(host.channel("/channel"));

    try (Http2 client = Http2.overTls(host.client("/channel"))) {
      echoes(client);
    }
    overTlsAndHttp11();
  }

  @Test
  void aConnectorWithAShortIdleTimeoutEndsNoQuietStream() {
    ServerConnector connector =
        new ServerConnector(
            host.server(), 1, 1, new HttpConnectionFactory(new HttpConfiguration()));
    connector.setIdleTimeout(300);
    listens(connector);
    host.serves(host.channel("/channel"));
    WireClient client = host.client("/channel");
    try (HttpReply stream = client.opensStream();
        HttpReply poll = client.polls(client.session().token(), 5, 0, 1_500)) {
      assertEquals(200, poll.status());
      var session = host.application().session(stream.session().id());
      assertTrue(session.transport().isPresent(), "detached by the connector");
      session.send("after the connector's patience");
      assertEquals(Payload.text("after the connector's patience"), stream.nextButPings().payload());
    }
  }

  private void overTlsAndHttp11() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, SslContextFactory.TRUST_ALL_CERTS, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", host.port());
    String secure = "127.0.0.1:" + host.port();
    try (Line line = Line.over(socket)) {
      line.write(
          Requests.request(
              "HTTP/1.1",
              "GET",
              "/channel?v=1",
              secure,
              new byte[0],
              "Accept: text/event-stream",
              "Origin: https://" + secure));
      HttpReply stream = HttpReply.on(line);
      assertEquals(200, stream.status());
      String id = stream.session().id();
      host.application().session(id).send("over TLS");
      assertEquals(Payload.text("over TLS"), stream.nextButPings().payload());
      // Gone without a word: noticed under TLS as well.
      socket.close();
      while (!host.application().detached().id().equals(id)) {
        // Those of other tests' connections.
      }
    }
  }

  private void echoes(Http2 client) {
    try (Http2.Exchange stream = client.gets("?v=1", "text/event-stream")) {
      String token = stream.session().token();
      client.posts("/" + token + "?seq=1", WireClient.batch(Payload.text("hello")));
      var event = stream.nextButPings();
      while (!event.isMessage()) {
        event = stream.nextButPings();
      }
      assertEquals(Payload.text("hello"), event.payload());
    }
  }

  private void listens(ServerConnector connector) {
    connector.setHost("127.0.0.1");
    host.server().addConnector(connector);
  }
}
