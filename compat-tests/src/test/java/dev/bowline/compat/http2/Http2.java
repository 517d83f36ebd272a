package dev.bowline.compat.http2;

import dev.bowline.compat.client.Event;
import dev.bowline.compat.client.EventReader;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.SessionRecord;
import dev.bowline.compat.client.WireClient;
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
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Requests over HTTP/2, all of them on one TCP connection. */
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
    @SuppressWarnings("FutureReturnValueIgnored") // whether it was still there is of no interest
    public void close() {
      request.abort(new java.io.EOFException("the client has enough"));
    }
  }

  /** Cleartext, with prior knowledge. */
  public Http2(WireClient wire) {
    this("http://" + wire.host() + wire.channel(), new HTTP2Client());
  }

  private Http2(String channel, HTTP2Client http2) {
    this.channel = channel;
    client = new HttpClient(new HttpClientTransportOverHTTP2(http2));
    client.setIdleTimeout(TimeUnit.MINUTES.toMillis(5));
    try {
      client.start();
    } catch (Exception e) {
      throw new AssertionError("no client for " + channel, e);
    }
  }

  /** Over TLS, agreed on by ALPN; any certificate is good enough. */
  public static Http2 overTls(WireClient wire) {
    ClientConnector connector = new ClientConnector();
    connector.setSslContextFactory(new SslContextFactory.Client(true));
    return new Http2("https://" + wire.host() + wire.channel(), new HTTP2Client(connector));
  }

  public Exchange gets(String suffix, String accept) {
    return asks(
        suffix, request -> request.method(HttpMethod.GET).headers(it -> it.put("Accept", accept)));
  }

  public Exchange posts(String suffix, String body) {
    return asks(
        suffix,
        request ->
            request.method(HttpMethod.POST).body(new StringRequestContent("text/plain", body)));
  }

  /** Sends a request and does not wait for the reply. */
  @SuppressWarnings("FutureReturnValueIgnored") // aborted by the test, or never answered
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
