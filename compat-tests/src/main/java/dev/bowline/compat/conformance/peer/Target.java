package dev.bowline.compat.conformance.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The channel that is checked, and how a socket to it is opened: in the clear, or over TLS by the
 * JDK's own means.
 */
public final class Target {

  private static final int LAST_PORT = 65_535;

  private final URI url;
  private final Optional<SSLContext> tls;
  private final boolean insecure;

  private Target(URI url, Optional<SSLContext> tls, boolean insecure) {
    this.url = url;
    this.tls = tls;
    this.insecure = insecure;
  }

  /**
   * The channel at a URL.
   *
   * @param insecure whether any certificate will do
   * @throws IllegalArgumentException if the URL is not that of a channel
   */
  public static Target of(URI url, boolean insecure) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    boolean secure =
        switch (scheme) {
          case "https", "wss" -> true;
          case "http", "ws" -> false;
          default -> throw new IllegalArgumentException(url + " begins with neither http nor ws");
        };
    boolean channel =
        url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getPort() != 0
            && url.getPort() <= LAST_PORT
            && !url.getRawPath().replace("/", "").isEmpty()
            && url.getRawQuery() == null
            && url.getRawFragment() == null;
    if (!channel) {
      throw new IllegalArgumentException(url + " is not like http://host:port/channel");
    }
    return new Target(url, secure ? Optional.of(context(insecure)) : Optional.empty(), insecure);
  }

  private static SSLContext context(boolean insecure) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] anybody = {new Anybody()};
      context.init(null, insecure ? anybody : null, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("this JDK has no TLS: " + e.getMessage(), e);
    }
  }

  public URI url() {
    return url;
  }

  /** The path where the channel is mounted. */
  public String channel() {
    String path = url.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** What a request's {@code Host} header says. */
  String host() {
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  int port() {
    return url.getPort() >= 0 ? url.getPort() : tls.isPresent() ? 443 : 80;
  }

  /**
   * A connection, after the handshake of TLS where there is one.
   *
   * @param below the TCP connection, which can be closed at any time, whatever TLS is doing
   * @param socket what is read and written
   */
  record Connected(Socket below, Socket socket) {}

  Connected connect(int timeoutMillis) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(bareHost(), port()), timeoutMillis);
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(timeoutMillis);
      return new Connected(plain, tls.isPresent() ? secured(tls.get(), plain) : plain);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private Socket secured(SSLContext context, Socket plain) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, bareHost(), port(), true);
    if (!insecure) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  private String bareHost() {
    return url.getHost().replaceAll("^\\[|]$", "");
  }

  /** Trusts whoever is there; only for {@code --insecure}. */
  private static final class Anybody implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
