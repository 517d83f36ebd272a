package dev.bowline.compat.client;

import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;

/** Requests over HTTP/2 with prior knowledge: all of them on one TCP connection. */
public final class Http2 implements AutoCloseable {

  private final HttpClient client;
  private final String channel;

  /** One exchange: its head has come, its body is coming. */
  public record Exchange(Request request, Response response, EventReader events)
      implements AutoCloseable {

    public int status() {
      return response.getStatus();
    }

    public Event nextButPings() {
      Event event = events.next();
      return event.is("ping") ? nextButPings() : event;
    }

    public SessionRecord session() {
      return SessionRecord.parse(nextButPings().data());
    }

    /** RST_STREAM: this exchange ends, the connection goes on. */
    @Override
    public void close() {
      request.abort(new java.io.EOFException("the client has enough"));
    }
  }

  public Http2(WireClient wire) {
    channel = "http://" + wire.host() + wire.channel();
    client = new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client()));
    client.setIdleTimeout(TimeUnit.MINUTES.toMillis(5));
    try {
      client.start();
    } catch (Exception e) {
      throw new AssertionError("no client for " + wire, e);
    }
  }

  public Exchange gets(String suffix, String accept) {
    return asks(
        suffix,
        request -> request.method(HttpMethod.GET).headers(it -> it.put("Accept", accept)));
  }

  public Exchange posts(String suffix, String body) {
    return asks(
        suffix,
        request ->
            request.method(HttpMethod.POST).body(new StringRequestContent("text/plain", body)));
  }

  /** Sends a request and does not wait for the reply. */
  public Request begins(String suffix) {
    Request request = client.newRequest(channel + suffix);
    request.send(result -> {});
    return request;
  }

  public Exchange asks(String suffix, UnaryOperator<Request> how) {
    Request request = how.apply(client.newRequest(channel + suffix));
    InputStreamResponseListener listener = new InputStreamResponseListener();
    request.send(listener);
    try {
      Response response = listener.get(Line.DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
      InputStream body = listener.getInputStream();
      return new Exchange(request, response, new EventReader(body));
    } catch (Exception e) {
      throw new AssertionError("no reply to " + suffix, e);
    }
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
