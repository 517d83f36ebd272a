package dev.bowline.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The files of the demo page: those of the table below and no others, read from the jar when they
 * are first asked for. The page may load nothing from anywhere else, and the headers hold it to
 * that.
 */
final class PageHandler extends Handler.Abstract {
  private static final Map<String, String> FILES =
      Map.of(
          "/", "index.html",
          "/demo.css", "demo.css",
          "/demo.js", "demo.js",
          "/faults.js", "faults.js",
          "/favicon.svg", "favicon.svg",
          "/hurt.js", "hurt.js",
          "/plot.js", "plot.js",
          "/tally.js", "tally.js",
          "/view.js", "view.js",
          "/voyage.js", "voyage.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private static final HttpFields SAFETY =
      HttpFields.build()
          .put(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'")
          .put("X-Content-Type-Options", "nosniff")
          .put("Referrer-Policy", "no-referrer")
          .put(HttpHeader.CACHE_CONTROL, "no-cache")
          .asImmutable();

  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String file = FILES.get(request.getHttpURI().getCanonicalPath());
    if (file == null) {
      return false;
    }
    response.getHeaders().add(SAFETY);
    boolean get = HttpMethod.GET.is(request.getMethod());
    if (!get && !HttpMethod.HEAD.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    byte[] content = contents.computeIfAbsent(file, PageHandler::read);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type(file));
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
    response.write(true, get ? ByteBuffer.wrap(content) : null, callback);
    return true;
  }

  private static String type(String file) {
    return Objects.requireNonNull(TYPES.get(file.substring(file.lastIndexOf('.') + 1)));
  }

  private static byte[] read(String file) {
    try (InputStream in = PageHandler.class.getResourceAsStream(file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
