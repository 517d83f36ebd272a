package dev.bowline.compat.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.conformance.report.Report;
import dev.bowline.compat.host.Host;
import dev.bowline.compat.host.SelfSigned;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS everything is the same, once the certificate is believed. */
class TlsTest {

  @TempDir private Path directory = Path.of("");
  @AutoClose private final Host host = Host.of(Answering.channel());
  private SilentServer tls;

  @BeforeEach
  void begins() throws Exception {
    SelfSigned certificate = SelfSigned.in(directory);
    char[] password = certificate.password().toCharArray();
    KeyStore keys = KeyStore.getInstance(certificate.store().toFile(), password);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    tls =
        SilentServer.relaying(
            context.getServerSocketFactory().createServerSocket(0, 500, loopback), host.port());
  }

  @AfterEach
  void ends() {
    tls.close();
  }

  @Test
  void checksAreDoneOverTls() {
    for (String scheme : List.of("https", "wss")) {
      Report report = kit(scheme).insecure(true).only("2 Token", "4 First", "Fenced").run();

      assertTrue(report.isClean(), () -> report.failed().toString());
      assertFalse(report.passed().isEmpty());
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefusedUnlessItIsWanted() {
    Kit kit = kit("https");

    String why = String.valueOf(assertThrows(UnreachableException.class, kit::run).getMessage());
    assertTrue(why.contains("certification path"), why);
  }

  private Kit kit(String scheme) {
    return Kit.of(URI.create(scheme + "://127.0.0.1:" + tls.port() + "/channel"));
  }
}
