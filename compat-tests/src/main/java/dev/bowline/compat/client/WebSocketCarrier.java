package dev.bowline.compat.client;

import java.io.UncheckedIOException;
import java.util.concurrent.Future;

/** A session's WebSocket: reads on the thread that runs it, writes on one of its own. */
final class WebSocketCarrier {

  private final ReliableClient client;
  private final long number;

  WebSocketCarrier(ReliableClient client, long number) {
    this.client = client;
    this.number = number;
  }

  void attaches(long ack) {
    WireWebSocket socket = client.wire().attachesWebSocket(client.session().token(), number, ack);
    if (socket.handshake().status() != 101) {
      Refusals.judge(client, number, socket.handshake());
      return;
    }
    runs(socket);
  }

  void runs(WireWebSocket socket) {
    if (client.log().isNewest(number)) {
      client.usesLine(socket.line());
    }
    Future<?> writer = client.threads().submit(() -> writes(socket));
    try (socket) {
      Frame frame = socket.next();
      while (client.log().isNewest(number) && takes(frame)) {
        frame = socket.next();
      }
    } finally {
      writer.cancel(true);
    }
  }

  private boolean takes(Frame frame) {
    ClientLog log = client.log();
    if (frame.isMessage()) {
      log.accept(number, frame.payloadOfMessage());
    } else if (frame.is('a')) {
      log.heard(number);
      log.release(frame.number());
    } else if (frame.is('s')) {
      log.heard(number);
      log.release(SessionRecord.parse(frame.data()).ack());
    } else if (frame.is('p')) {
      log.answers(number);
    } else if (frame.is('g')) {
      log.gap(number, frame.json().number("from"), frame.json().number("to"));
    } else if (frame.is('c')) {
      client.isOver(frame.data());
      return false;
    } else if (frame.is('e')) {
      Refusals.judge(client, number, frame.json().number("code"), frame.data());
      return false;
    } else if (!frame.is('r')) {
      return !frame.isClose();
    }
    return !frame.is('r');
  }

  /** One write for everything that is there; a position is stated wherever it has moved. */
  private void writes(WireWebSocket socket) {
    long position = 0;
    try {
      while (true) {
        ClientLog.Work work = client.log().awaitFrames(number, position);
        if (work.messages().isEmpty() && work.ack().isEmpty()) {
          return;
        }
        if (!work.messages().isEmpty()) {
          if (work.from() != position) {
            socket.sends("n" + work.from());
          }
          for (Payload message : work.messages()) {
            socket.sends(message);
          }
          position = work.from() + work.messages().size();
        }
        if (work.ack().isPresent()) {
          socket.sends("a" + work.ack().getAsLong());
        }
      }
    } catch (UncheckedIOException e) {
      // The reader learns of it too.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
