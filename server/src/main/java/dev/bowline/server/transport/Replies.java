package dev.bowline.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bowline.server.wire.EventStream;
import dev.bowline.server.wire.ProtocolRecord;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The replies of a channel that are not connections, and the headers that all replies have. */
final class Replies {
  private static final HttpField NO_STORE =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
  private static final HttpField NO_SNIFF =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField NO_BUFFERING = new PreEncodedHttpField("X-Accel-Buffering", "no");
  private static final HttpField EVENT_STREAM =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
  private static final HttpField NOT_COMPRESSED =
      new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "identity");
  private static final HttpField CLOSE =
      new PreEncodedHttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
  private static final HttpField CHUNKED =
      new PreEncodedHttpField(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED.asString());
  private static final String RETRY_AFTER_SECONDS = "2";

  private Replies() {}

  /** What every reply carries. */
  static void prepare(Response response) {
    response.getHeaders().put(NO_STORE);
    response.getHeaders().put(NO_SNIFF);
  }

  /**
   * Makes the response an event stream that nobody on the way has a reason to hold back: neither
   * nginx, which knows the header, nor a compression handler of the host's, which would wrap the
   * response and keeps off what already has an encoding. That header stays in this server: RFC 9110
   * has no such coding for replies, and JavaFX discards a reply with one that it does not know.
   */
  static void asEventStream(Response response) {
    response.setStatus(200);
    response.getHeaders().put(EVENT_STREAM);
    response.getHeaders().put(NO_BUFFERING);
    if (response instanceof Response.Wrapper) {
      response.getHeaders().put(NOT_COMPRESSED);
      response.getRequest().addHttpStreamWrapper(Plain::new);
    }
  }

  /** Writes replies without the header that only this server was to see. */
  private static final class Plain extends HttpStream.Wrapper {
    Plain(HttpStream stream) {
      super(stream);
    }

    @Override
    public void send(
        MetaData.Request request,
        MetaData.@Nullable Response response,
        boolean last,
        @Nullable ByteBuffer content,
        Callback callback) {
      super.send(request, response == null ? null : plain(response), last, content, callback);
    }

    private static MetaData.Response plain(MetaData.Response response) {
      if (!response.getHttpFields().contains(NOT_COMPRESSED)) {
        return response;
      }
      return new MetaData.Response(
          response.getStatus(),
          response.getReason(),
          response.getHttpVersion(),
          HttpFields.build(response.getHttpFields()).remove(HttpHeader.CONTENT_ENCODING),
          response.getContentLength(),
          response.getTrailersSupplier());
    }
  }

  /**
   * Leaves off cutting the response into chunks, by which it becomes the last on its connection.
   */
  static void asOnePiece(Response response) {
    response.getHeaders().put(CLOSE);
  }

  /**
   * Has the response cut into chunks (RFC 9112 section 7.1), also where Jetty would end it with the
   * connection.
   */
  static void asChunks(Response response) {
    response.getHeaders().put(CHUNKED);
  }

  /** A record as a whole reply. */
  static void record(int status, ProtocolRecord record, Response response, Callback callback) {
    asEventStream(response);
    response.setStatus(status);
    response.write(true, EventStream.encode(record), callback);
  }

  /** An acknowledgement as the reply to a post. */
  static void acknowledge(int status, long number, Response response, Callback callback) {
    record(status, new ProtocolRecord.Ack(number), response, callback);
  }

  /** A refusal; its body is an error record whose code is 4000 + the status, or the given one. */
  static void refuse(Problem problem, Response response, Callback callback) {
    if (problem.status() == 429 || problem.status() == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    record(problem.status(), problem.record(), response, callback);
  }

  /** JSON as a whole reply. */
  static void json(String json, Response response, Callback callback) {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(json.getBytes(UTF_8)), callback);
  }
}
