package dev.bowline.compat.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.conformance.report.Report;
import dev.bowline.compat.host.Host;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS everything is the same, once the certificate is believed. */
class TlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir private Path directory = Path.of("");
  @AutoClose private final Host host = Host.of(Answering.channel());
  private SilentServer tls;

  @BeforeEach
  void begins() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(selfSigned())) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
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

  private Path selfSigned() throws IOException, InterruptedException {
    Path store = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1")
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(keytool.waitFor(20, TimeUnit.SECONDS) && keytool.exitValue() == 0, output);
    return store;
  }
}
