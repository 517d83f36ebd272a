package dev.bowline.compat.conformance.checks;

import dev.bowline.compat.client.Awkward;
import dev.bowline.compat.client.Frame;
import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Line;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireWebSocket;
import dev.bowline.compat.conformance.peer.Expect;
import dev.bowline.compat.conformance.peer.Peer;
import dev.bowline.compat.conformance.peer.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Section 4: records and messages on a WebSocket. */
final class WebSocketChecks {

  private static final String UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAAAA";
  private static final String STRANGER = "Origin: " + Peer.Origins.STRANGER;

  private WebSocketChecks() {}

  static void declare(Checks checks) {
    checks
        .of(4, "Text frames")
        .must("m and a text is a text message, both ways", WebSocketChecks::texts)
        .must("a frame is a, s, p, m, c and e by its first character", WebSocketChecks::kinds)
        .must("a text that is no UTF-8 ends the WebSocket", WebSocketChecks::noUtf8);
    checks
        .of(4, "Binary frames")
        .must("a binary frame is a binary message, whole", WebSocketChecks::binary);
    checks
        .of(4, "First frame")
        .must("the first frame of the server's is s", WebSocketChecks::first)
        .must("on a probe it is p", WebSocketChecks::firstOnProbe)
        .must("a client may send messages before it comes", WebSocketChecks::early);
    checks
        .of(4, "End")
        .must("a client's c is answered by a Close with the same code", WebSocketChecks::clientsC)
        .must("the server's c is followed by a Close with the same code", WebSocketChecks::serversC)
        .must("a Close without c before it only detaches", WebSocketChecks::onlyDetaches)
        .must("a connection that is cut only detaches", WebSocketChecks::cut);
    checks
        .of(4, "Refusals")
        .must("an unknown session is told e and Close 4404 after 101", WebSocketChecks::unknown)
        .must("a late attach is told e and Close 4409 after 101", WebSocketChecks::late)
        .must("a wrong position is told e and Close 4400 after 101", WebSocketChecks::misplaced)
        .must("a closed session is told c and its code after 101", WebSocketChecks::closed)
        .must("a strange origin is 403 instead of the upgrade", WebSocketChecks::stranger);
    checks
        .of(4, "Below")
        .must("fragmented messages are put together", WebSocketChecks::fragments)
        .must("control frames may come between fragments", WebSocketChecks::betweenFragments)
        .must("frames may be joined and torn by the network", WebSocketChecks::joinedAndTorn)
        .must("permessage-deflate is not agreed to", WebSocketChecks::noDeflate)
        .must("a message that is cut off in its middle is none", WebSocketChecks::cutOff);
  }

  private static WireWebSocket open(Peer peer) {
    peer.needs("websocket");
    WireWebSocket socket = peer.opensWebSocket();
    socket.session();
    return socket;
  }

  private static void texts(Peer peer) {
    try (WireWebSocket socket = open(peer)) {
      socket.sends("n1");
      int count = 0;
      for (String text : Awkward.within(peer.terms().maxMessage())) {
        socket.sends("m" + text);
        Expect.equal("the echo", Payload.text(text), socket.nextMessage());
        socket.sends("a" + ++count);
      }
    }
  }

  private static void kinds(Peer peer) {
    try (WireWebSocket socket = open(peer)) {
      socket.sends("n1").sends("mx").sends("m!close 4900 enough");
      boolean message = false;
      Frame frame = socket.nextButPings();
      while (!frame.is('c')) {
        Expect.that(frame.is('a') || frame.is('m'), "not expected here: " + frame);
        message |= frame.is('m');
        frame = socket.nextButPings();
      }
      Expect.that(message, "no m before c");
      Expect.equal("code", 4900, frame.json().number("code"));
      Expect.equal("reason", "enough", frame.json().get("reason").string());
    }
  }

  private static void noUtf8(Peer peer) {
    try (WireWebSocket socket = open(peer)) {
      socket.sends("n1").sends(true, Frame.TEXT, new byte[] {'m', (byte) 0xff, (byte) 0xfe});
      Frame frame = socket.nextButPings();
      while (!frame.isClose()) {
        Expect.that(!frame.isMessage(), "it is echoed: " + frame);
        frame = socket.nextButPings();
      }
    }
  }

  private static void binary(Peer peer) {
    try (WireWebSocket socket = open(peer)) {
      socket.sends("n1");
      List<Integer> sizes = List.of(0, 1, 125, 126, 127, 65_535, 65_536, 100_003);
      for (int size : peer.terms().sizes(sizes)) {
        socket.sends(Payload.bytes(size));
        Expect.equal("the echo", Payload.bytes(size), socket.nextMessage());
      }
    }
  }

  private static void first(Peer peer) {
    peer.needs("websocket");
    try (WireWebSocket socket = peer.opensWebSocket()) {
      Frame frame = socket.mustBeOpen().next();
      Expect.that(frame.is('s'), "expected s, got " + frame);
    }
    Session session = peer.sessionThatHas("x");
    try (WireWebSocket socket = session.webSocket(2, 0)) {
      Frame frame = socket.mustBeOpen().next();
      Expect.that(frame.is('s'), "on an attach: expected s, got " + frame);
    }
  }

  private static void firstOnProbe(Peer peer) {
    peer.needs("websocket");
    try (WireWebSocket probe = peer.sessionThatHas("x").probesByWebSocket()) {
      Frame frame = probe.next();
      Expect.that(frame.is('p'), "expected p, got " + frame);
    }
  }

  private static void early(Peer peer) {
    try (WireWebSocket socket = peer.opensWebSocket()) {
      socket.mustBeOpen().sends("n1").sends("mearly");
      socket.next('s');
      Expect.equal("the echo", Payload.text("early"), socket.nextMessage());
    }
  }

  private static void clientsC(Peer peer) {
    for (int code : List.of(1000, 3001, 4900)) {
      try (WireWebSocket socket = peer.opensWebSocket()) {
        Session session = peer.sessionOf(socket);
        // Whoever has sent c closes; the server need not wait for it.
        socket.sends("c{\"code\":%d,\"reason\":\"bye\"}".formatted(code)).sendsClose(code);
        Expect.equal("closed with", code, socket.closeCode());
        session.isClosed(code);
      }
    }
  }

  private static void serversC(Peer peer) {
    try (WireWebSocket socket = open(peer)) {
      socket.sends("n1").sends("m!close 4900 done");
      Expect.equal("code of c", 4900, socket.awaits('c').json().number("code"));
      Frame frame = socket.next();
      Expect.that(frame.isClose(), "expected Close, got " + frame);
      Expect.equal("code of the Close", 4900, frame.closeCode());
    }
  }

  private static void onlyDetaches(Peer peer) {
    peer.needs("websocket");
    for (int code : List.of(1000, 1001, 4900)) {
      try (WireWebSocket socket = peer.opensWebSocket()) {
        Session session = peer.sessionOf(socket);
        socket.sendsClose(code);
        socket.closeCode();
        session.lives();
        session.delivers(2, 0, "still here");
      }
    }
  }

  private static void cut(Peer peer) {
    peer.needs("websocket");
    try (WireWebSocket socket = peer.opensWebSocket()) {
      Session session = peer.sessionOf(socket);
      socket.line().resets();
      session.lives();
      session.delivers(2, 0, "still here");
    }
  }

  private static void unknown(Peer peer) {
    peer.needs("websocket");
    try (WireWebSocket socket = peer.wire().attachesWebSocket(UNKNOWN, 2, 0)) {
      refused(socket, 'e', 4404);
    }
  }

  private static void late(Peer peer) {
    peer.needs("websocket");
    Session session = peer.session();
    session.delivers(5, 0);
    try (WireWebSocket socket = session.webSocket(4, 0)) {
      refused(socket, 'e', 4409);
    }
    session.lives();
  }

  private static void misplaced(Peer peer) {
    peer.needs("websocket");
    Session session = peer.session();
    try (WireWebSocket socket = session.webSocket(2, 7)) {
      refused(socket, 'e', 4400);
    }
    session.lives();
  }

  private static void closed(Peer peer) {
    peer.needs("websocket");
    Session session = peer.session();
    session.postsRaw("close=4900", "").close();
    try (WireWebSocket socket = session.webSocket(2, 0)) {
      refused(socket, 'c', 4900);
    }
  }

  private static void refused(WireWebSocket socket, char kind, int code) {
    Expect.equal("status of the handshake", 101, socket.handshake().status());
    Expect.equal("code of " + kind, code, socket.next(kind).json().number("code"));
    Expect.equal("closed with", code, socket.closeCode());
  }

  private static void stranger(Peer peer) {
    peer.needs("websocket");
    peer.needsStrangers();
    try (WireWebSocket socket = peer.opensWebSocket(STRANGER)) {
      Expect.refused(403, 4403, socket.handshake());
    }
  }

  private static void fragments(Peer peer) {
    try (WireWebSocket socket = open(peer)) {
      socket.sends("n1");
      byte[] text = "mé日\uD83D\uDE00".getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < text.length; i++) {
        int opcode = i == 0 ? Frame.TEXT : Frame.CONTINUATION;
        socket.sends(i == text.length - 1, opcode, Arrays.copyOfRange(text, i, i + 1));
      }
      Expect.equal("the echo", Payload.text("é日\uD83D\uDE00"), socket.nextMessage());
    }
  }

  private static void betweenFragments(Peer peer) {
    try (WireWebSocket socket = open(peer)) {
      socket.sends("n1").sends(false, Frame.BINARY, new byte[] {1});
      socket.sends(true, Frame.PING, new byte[] {9}).sends(true, Frame.PONG, new byte[0]);
      socket.sends(true, Frame.CONTINUATION, new byte[] {2});
      boolean ponged = false;
      Frame frame = socket.nextButPings();
      while (!frame.isMessage()) {
        ponged |= frame.opcode() == Frame.PONG && Arrays.equals(frame.payload(), new byte[] {9});
        frame = socket.nextButPings();
      }
      Expect.equal("the echo", Payload.binary((byte) 1, (byte) 2), frame.payloadOfMessage());
      Expect.that(ponged, "the ping was not answered");
    }
  }

  private static void joinedAndTorn(Peer peer) {
    try (WireWebSocket socket = open(peer)) {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      joined.writeBytes(encoded("n1"));
      int count = Math.min(50, peer.terms().receiveMessages() - 1);
      for (int i = 0; i < count; i++) {
        joined.writeBytes(encoded("m" + i));
      }
      socket.line().write(joined.toByteArray());
      for (byte torn : encoded("mtorn")) {
        socket.line().write(new byte[] {torn});
      }
      for (int i = 0; i < count; i++) {
        Expect.equal("an echo", Payload.text("" + i), socket.nextMessage());
      }
      Expect.equal("the last echo", Payload.text("torn"), socket.nextMessage());
    }
  }

  private static byte[] encoded(String text) {
    return WireWebSocket.encode(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void noDeflate(Peer peer) {
    peer.needs("websocket");
    String offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    try (WireWebSocket socket = peer.opensWebSocket(offer)) {
      HttpReply handshake = socket.mustBeOpen().handshake();
      String agreed = handshake.header("Sec-WebSocket-Extensions").orElse("nothing");
      Expect.equal("Sec-WebSocket-Extensions", "nothing", agreed);
    }
  }

  private static void cutOff(Peer peer) {
    peer.needs("websocket");
    Session session;
    try (WireWebSocket socket = peer.opensWebSocket()) {
      session = peer.sessionOf(socket);
      socket.sends("n1").sends("mwhole").sends(false, Frame.TEXT, new byte[] {'m', 'h', 'a'});
      Expect.equal("the echo", Payload.text("whole"), socket.nextMessage());
      Line line = socket.line();
      line.resets();
    }
    Expect.acknowledged(2, session.posts(2, "another"));
    session.delivers(2, 0, "whole", "another");
  }
}
