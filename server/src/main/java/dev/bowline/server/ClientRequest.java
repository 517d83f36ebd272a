package dev.bowline.server;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** What an {@link Authenticator} sees of a request. Valid until the authenticator has answered. */
public final class ClientRequest {
  private final Request request;

  ClientRequest(Request request) {
    this.request = request;
  }

  /** The first value of a header, whatever its case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** All values of a header, in order. */
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  /** The first value of a query parameter. */
  public Optional<String> query(String name) {
    Fields fields = Request.extractQueryParameters(request);
    return Optional.ofNullable(fields.getValue(name));
  }

  /** The value of a cookie. */
  public Optional<String> cookie(String name) {
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  /** The client's address as the connector knows it. */
  public String remoteAddress() {
    return Request.getRemoteAddr(request);
  }

  /** Whether it came over TLS. */
  public boolean isSecure() {
    return request.isSecure();
  }

  /** Jetty's own request, for what is not here. */
  public Request request() {
    return request;
  }
}
