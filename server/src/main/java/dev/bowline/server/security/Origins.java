package dev.bowline.server.security;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Which web origins (RFC 6454) may talk to a channel: the page's own, and those on a list.
 * Immutable and thread-safe.
 *
 * <p>A request without an {@code Origin} header comes from no page of another origin, or from no
 * browser; it is admitted. A browser's {@code Sec-Fetch-Site: same-origin} counts as proof, since
 * no script can set it; so a proxy that rewrites {@code Host} does no harm to modern browsers. Else
 * the origin's host and port must be the request's, and over TLS its scheme must be https.
 *
 * <p>An origin on the list is told that it may read replies, with credentials (WHATWG Fetch, CORS
 * protocol). With {@code *} on the list any other origin may too, but without credentials. No
 * origin is ever reflected otherwise.
 */
public final class Origins {
  private static final String ANY = "*";

  private final Set<String> allowed;

  /**
   * @param allowed origins like {@code https://app.example.com}, or {@code *}
   * @throws IllegalArgumentException if one is not an origin
   */
  public Origins(Set<String> allowed) {
    this.allowed = allowed.stream().map(Origins::checked).collect(Collectors.toUnmodifiableSet());
  }

  private static String checked(String origin) {
    if (origin.equals(ANY) || origin.equals("null")) {
      return origin;
    }
    URI uri = URI.create(origin);
    boolean bare =
        uri.getScheme() != null
            && uri.getHost() != null
            && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && uri.getRawUserInfo() == null;
    if (!bare) {
      throw new IllegalArgumentException(
          "allowedOrigins: '" + origin + "' is not an origin like https://app.example.com");
    }
    return normal(origin);
  }

  /**
   * Whether the request may be served; if its origin is another, writes the headers that say so.
   */
  public boolean admit(Request request, Response response) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null || isSame(origin, request)) {
      return true;
    }
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(HttpHeader.VARY, "Origin");
    if (allowed.contains(normal(origin))) {
      headers.put("Access-Control-Allow-Origin", origin);
      headers.put("Access-Control-Allow-Credentials", "true");
    } else if (allowed.contains(ANY)) {
      headers.put("Access-Control-Allow-Origin", ANY);
    } else {
      return false;
    }
    headers.put("Access-Control-Expose-Headers", "Retry-After");
    return true;
  }

  /** Completes the answer to a preflight request that was {@linkplain #admit admitted}. */
  public void preflight(Request request, Response response) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.ALLOW, "GET, HEAD, POST, DELETE, OPTIONS");
    if (headers.contains("Access-Control-Allow-Origin")) {
      headers.put("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE");
      headers.put("Access-Control-Max-Age", "600");
      Optional.ofNullable(request.getHeaders().get("Access-Control-Request-Headers"))
          .ifPresent(wanted -> headers.put("Access-Control-Allow-Headers", wanted));
    }
  }

  private static boolean isSame(String origin, Request request) {
    if ("same-origin".equals(request.getHeaders().get("Sec-Fetch-Site"))) {
      return true;
    }
    int schemeEnd = origin.indexOf("://");
    if (schemeEnd < 0 || (request.isSecure() && !origin.startsWith("https:"))) {
      return false;
    }
    String scheme = origin.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    String host = request.getHttpURI().getHost();
    if (host == null) {
      return false;
    }
    int port = request.getHttpURI().getPort();
    String own = port <= 0 ? scheme + "://" + host : scheme + "://" + host + ":" + port;
    return normal(own).equals(normal(origin));
  }

  /** Lower case, without the scheme's default port. */
  private static String normal(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") && lower.endsWith(":80")) {
      return lower.substring(0, lower.length() - ":80".length());
    }
    if (lower.startsWith("https://") && lower.endsWith(":443")) {
      return lower.substring(0, lower.length() - ":443".length());
    }
    return lower;
  }
}
