package dev.bowline.compat.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A key for 127.0.0.1 in a PKCS #12 store, with a certificate that nobody vouches for. */
public record SelfSigned(Path store, String password) {

  /** Makes one; the store is a file of this directory. */
  public static SelfSigned in(Path directory) throws IOException, InterruptedException {
    SelfSigned made = new SelfSigned(directory.resolve("keys.p12"), "changeit");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                made.store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                made.password,
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-validity",
                "2")
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(keytool.waitFor(20, TimeUnit.SECONDS) && keytool.exitValue() == 0, output);
    return made;
  }
}
