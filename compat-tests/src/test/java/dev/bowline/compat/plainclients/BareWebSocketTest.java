package dev.bowline.compat.plainclients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.client.Frame;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.Host;
import dev.bowline.server.CloseReason;
import dev.bowline.server.Session;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A WebSocket that asks for no subprotocol: each frame is a message, as it is, both ways. */
class BareWebSocketTest {

  private final Application application = new Application().echoes();
  @AutoClose private final Host host = Host.of(application.channel().maxMessage(10_000));
  private final WireClient client = host.client();
  private final URI uri = URI.create("ws://" + client.host() + "/channel");
  private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

  @Test
  void theOneOfTheJdkEchoes() throws Exception {
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                uri,
                new WebSocket.Listener() {
                  @Override
                  public @Nullable CompletionStage<?> onText(
                      WebSocket socket, CharSequence data, boolean last) {
                    received.add(data.toString());
                    socket.request(1);
                    return null;
                  }

                  @Override
                  public @Nullable CompletionStage<?> onBinary(
                      WebSocket socket, ByteBuffer data, boolean last) {
                    received.add(data.remaining());
                    socket.request(1);
                    return null;
                  }

                  @Override
                  public @Nullable CompletionStage<?> onClose(
                      WebSocket socket, int code, String reason) {
                    received.add("closed " + code + " " + reason);
                    return null;
                  }
                })
            .get();
    socket.sendText("mé\r\n: x", true).get();
    assertEquals("mé\r\n: x", Await.next("the echo", received));
    socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).get();
    assertEquals(3, Await.next("the echo", received));
    application.session().close(3001, "done");
    assertEquals("closed 3001 done", Await.next("the close", received));
  }

  @Test
  void javaWebSocketEchoes() throws Exception {
    WebSocketClient socket =
        new WebSocketClient(uri) {
          @Override
          public void onOpen(ServerHandshake handshake) {
            received.add("open");
          }

          @Override
          public void onMessage(String message) {
            received.add(message);
          }

          @Override
          public void onMessage(ByteBuffer bytes) {
            received.add(bytes.remaining());
          }

          @Override
          public void onClose(int code, String reason, boolean remote) {
            received.add("closed " + code + " " + reason);
          }

          @Override
          public void onError(Exception problem) {
            received.add(problem);
          }
        };
    assertTrue(socket.connectBlocking());
    assertEquals("open", Await.next("the opening", received));
    socket.send("hello");
    assertEquals("hello", Await.next("the echo", received));
    socket.send(new byte[7]);
    assertEquals(7, Await.next("the echo", received));
    application.session().close(3002, "done");
    assertEquals("closed 3002 done", Await.next("the close", received));
  }

  @Test
  void framesAreMessagesAsTheyAre() {
    try (WireWebSocket socket = client.webSocket("")) {
      socket.mustBeOpen();
      for (String text : new String[] {"", "m", "c{}", "n1", "p", "\r\n\u0000\u2028\uD83D\uDE00"}) {
        socket.sends(text);
        assertEquals(text, socket.next().text());
      }
      socket.sendsBinary();
      assertEquals(Frame.BINARY, socket.next().opcode());
    }
  }

  @Test
  void itsSessionEndsWithTheConnection() {
    try (WireWebSocket socket = client.webSocket("")) {
      Session session = application.session();
      socket.line().resets();

      assertEquals(session, application.closed().session());
    }
  }

  @Test
  void itsCloseIsTheSessions() {
    try (WireWebSocket socket = client.webSocket("")) {
      socket.mustBeOpen().sends(true, Frame.CLOSE, new byte[] {0x0f, (byte) 0xa0, 'x'});

      assertEquals(new CloseReason(4000, "x"), application.closed().what());
      assertEquals(4000, socket.closeCode());
    }
  }

  @Test
  void whatWasSentBeforeACloseArrivesBeforeIt() {
    try (WireWebSocket socket = client.webSocket("")) {
      Session session = application.session();
      for (int i = 0; i < 100; i++) {
        session.send("m" + i);
      }
      session.close(3003, "");
      for (int i = 0; i < 100; i++) {
        assertEquals("m" + i, socket.next().text());
      }
      assertEquals(3003, socket.closeCode());
    }
  }

  @Test
  void aMessageThatIsTooBigEndsItWith1009() {
    try (WireWebSocket socket = client.webSocket("")) {
      socket.mustBeOpen().sendsBinary(new byte[10_000]);
      assertEquals(10_000, socket.next().payload().length);
      socket.sendsBinary(new byte[10_001]);

      assertEquals(1009, socket.closeCode());
      assertEquals(1009, application.closeCode());
    }
  }

  @Test
  void itsPingIsAnswered() {
    try (WireWebSocket socket = client.webSocket("")) {
      socket.mustBeOpen().sends(true, Frame.PING, new byte[] {42});

      Frame pong = socket.next();
      assertEquals(Frame.PONG, pong.opcode());
      assertEquals(42, pong.payload()[0]);
    }
  }

  @Test
  void oneThatStopsReadingIsEndedByItsWindowAndNotByMemory() {
    Application slow = new Application();
    try (Host bounded = Host.of(slow.channel().sendWindow(10, 1_000_000_000));
        WireWebSocket socket = bounded.client().webSocket("")) {
      socket.mustBeOpen();
      Session session = slow.session();
      Await.until(
          "it is closed",
          () -> {
            try {
              session.send(new byte[1_000_000]);
              return false;
            } catch (dev.bowline.server.SessionClosedException e) {
              return true;
            }
          });
      assertEquals(4429, slow.closeCode());
    }
  }

  @Test
  void messagesGoBothWaysInOrder() {
    try (WireWebSocket socket = client.webSocket("")) {
      socket.mustBeOpen();
      for (int i = 0; i < 200; i++) {
        socket.sends("m" + i);
      }
      for (int i = 0; i < 200; i++) {
        assertEquals("m" + i, socket.next().text());
        assertEquals(Payload.text("m" + i), application.hears());
      }
    }
  }
}
