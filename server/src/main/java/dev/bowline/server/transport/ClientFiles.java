package dev.bowline.server.transport;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The client's files, served by the channel itself, so that page and server are of one version.
 * They are public: no origin is refused.
 */
final class ClientFiles {
  private static final Set<String> NAMES =
      Set.of(
          "bowline.min.js",
          "bowline.legacy.min.js",
          "bowline.topics.min.js",
          "bowline.topics.legacy.min.js");

  private record ClientFile(ByteBuffer bytes, String tag) {}

  private final Map<String, ClientFile> loaded = new ConcurrentHashMap<>();

  /** Serves the file of this name; false if there is none. */
  boolean serve(String name, Request request, Response response, Callback callback) {
    boolean read =
        HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    ClientFile file = read && NAMES.contains(name) ? find(name) : null;
    if (file == null) {
      return false;
    }
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    response.getHeaders().put(HttpHeader.ETAG, file.tag());
    response.getHeaders().put("Access-Control-Allow-Origin", "*");
    if (file.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
      // Of the file, not of this reply: caches bring what they have up to date by this head, and
      // one
      // that was told of 0 bytes served an empty file from then on.
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, file.bytes().remaining());
      response.setStatus(304);
      response.write(true, null, callback);
    } else {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/javascript; charset=utf-8");
      response.write(true, file.bytes().slice(), callback);
    }
    return true;
  }

  private @Nullable ClientFile find(String name) {
    ClientFile known = loaded.get(name);
    if (known != null) {
      return known;
    }
    URL resource = ClientFiles.class.getResource("/dev/bowline/server/client/" + name);
    if (resource == null) {
      return null;
    }
    try {
      byte[] bytes = Resources.toByteArray(resource);
      String hash = Hashing.sha256().hashBytes(bytes).toString().substring(0, 16);
      ClientFile file = new ClientFile(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), '"' + hash + '"');
      loaded.put(name, file);
      return file;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
