package dev.bowline.compat.comparison;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The page, and the packages that it loads. */
final class PageFiles extends Handler.Abstract {
  static final Path HERE = Path.of("comparison").toAbsolutePath();

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = request.getHttpURI().getCanonicalPath();
    if (!path.matches("/(pages/[a-z]+\\.(html|mjs)|modules/[\\w./-]+\\.js)")) {
      return false;
    }
    Path file = HERE.resolve(path.substring(1).replaceFirst("^modules/", "node_modules/"));
    String type = path.endsWith("html") ? "text/html" : "text/javascript";
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type + "; charset=utf-8");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(Files.readAllBytes(file)), callback);
    return true;
  }
}
