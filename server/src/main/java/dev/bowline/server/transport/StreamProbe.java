package dev.bowline.server.transport;

import dev.bowline.server.wire.EventStream;
import dev.bowline.server.wire.ProtocolRecord;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * An event stream that a client tries out before it bets its session on it: two pings, 200 ms
 * apart, and the end. It is nothing to the session.
 */
final class StreamProbe {
  private StreamProbe() {}

  static void start(Call call) {
    Response response = call.response();
    Scheduler scheduler = call.request().getComponents().getScheduler();
    Replies.asEventStream(response);
    response.write(
        false,
        EventStream.encode(new ProtocolRecord.Ping()),
        Callback.from(
            () ->
                scheduler.schedule(
                    () -> finish(response, call.callback()),
                    WebSocketProbe.SECOND_PING_MILLIS,
                    TimeUnit.MILLISECONDS),
            call.callback()::failed));
  }

  private static void finish(Response response, Callback callback) {
    response.write(true, EventStream.encode(new ProtocolRecord.Ping()), callback);
  }
}
