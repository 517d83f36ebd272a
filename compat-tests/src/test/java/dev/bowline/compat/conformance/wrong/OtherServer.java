package dev.bowline.compat.conformance.wrong;

import static dev.bowline.compat.conformance.wrong.Deviation.answering;
import static dev.bowline.compat.conformance.wrong.Deviation.saying;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bowline.server.ChannelBuilder;
import dev.bowline.server.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A server that does otherwise than ours what the protocol's page leaves open. It is right, so the
 * kit must find nothing: what it found would be more than the page says.
 *
 * @param freedom what it does otherwise
 * @param options of the channel
 * @param front what is changed on the way
 */
record OtherServer(String freedom, UnaryOperator<ChannelBuilder> options, Deviation front) {

  private static final Deviation NONE = new Deviation() {};

  static List<OtherServer> all() {
    List<OtherServer> all = new ArrayList<>(onTheWay());
    all.addAll(within());
    return all;
  }

  private static OtherServer of(String freedom, Deviation front) {
    return new OtherServer(freedom, UnaryOperator.identity(), front);
  }

  private static OtherServer with(String freedom, UnaryOperator<ChannelBuilder> options) {
    return new OtherServer(freedom, options, NONE);
  }

  private static List<OtherServer> onTheWay() {
    return List.of(
        of("a poll begins with an ack", answering(OtherServer::acknowledgesFirst)),
        of(
            "a message on a connection has a ping before it",
            saying(
                (it, said) ->
                    said.isMessage() && !it.ask().isPoll() && !isBareWebSocket(it)
                        ? List.of(Said.record("ping", ""), said)
                        : List.of(said))),
        of(
            "a frame has a ping of RFC 6455 before it",
            saying(
                (it, said) ->
                    it.isWebSocket() && said.isMessage()
                        ? List.of(Said.bytes("other", new byte[] {(byte) 0x89, 0}), said)
                        : List.of(said))),
        of("messages come in fragments", saying(OtherServer::inFragments)),
        of(
            "events have comments, and lines that end in CRLF",
            saying(
                (it, said) ->
                    it.isWebSocket()
                        ? List.of(said)
                        : List.of(
                            Said.bytes(
                                said.kind(),
                                (": x\n" + new String(said.asEvent(), ISO_8859_1))
                                    .replace("\n", "\r\n")
                                    .getBytes(ISO_8859_1))))),
        of(
            "a session record has members that nobody knows",
            saying(
                (it, said) ->
                    List.of(
                        said.is("session")
                            ? Said.record(
                                "session",
                                said.data().replaceFirst("\\{", "{\"colour\":[null,{}],"))
                            : said))),
        of(
            "reasons are long",
            saying(
                (it, said) ->
                    List.of(
                        said.is("error")
                            ? Said.record(
                                "error",
                                said.data()
                                    .replaceFirst(
                                        "\"reason\":\"[^\"]*\"",
                                        "\"reason\":\"" + "é\\\\n".repeat(100) + "\""))
                            : said))),
        of("a connection has one reply", answering((it, answer) -> closes(answer))),
        of("names of headers are in lower case", answering((it, answer) -> lowered(answer))),
        of("the client closes the WebSocket after its close record", new Patient()));
  }

  private static List<OtherServer> within() {
    return List.of(
        with(
            "windows are small",
            channel ->
                channel
                    .receiveWindow(8, 16_384)
                    .sendWindow(16, 32_768)
                    .maxMessage(8_192)
                    .maxBatch(4_096)),
        with(
            "windows are large",
            channel -> channel.receiveWindow(2_000, 1L << 33).sendWindow(4_000, 1L << 33)),
        with("there are WebSockets only", channel -> channel.transports(Transport.WEBSOCKET)),
        with("there are event streams only", channel -> channel.transports(Transport.SSE)),
        with("there is polling only", channel -> channel.transports(Transport.POLLING)),
        with(
            "there is no polling",
            channel -> channel.transports(Transport.WEBSOCKET, Transport.SSE)));
  }

  private static boolean isBareWebSocket(Exchange exchange) {
    return exchange.isWebSocket() && exchange.isBare();
  }

  private static Answer acknowledgesFirst(Exchange exchange, Answer answer) {
    List<Said> said = new ArrayList<>(answer.said());
    if (!exchange.ask().isPoll() || said.stream().noneMatch(Said::isMessage)) {
      return answer;
    }
    said.add(0, Said.record("ack", exchange.trace().handled().get()));
    return answer.saying(said);
  }

  private static List<Said> inFragments(Exchange exchange, Said said) {
    if (!exchange.isWebSocket() || !said.isMessage()) {
      return List.of(said);
    }
    byte[] frame = said.asFrame(exchange.isBare());
    int head = frame[1] == 126 ? 4 : frame[1] == 127 ? 10 : 2;
    byte[] payload = Arrays.copyOfRange(frame, head, frame.length);
    int half = payload.length / 2;
    ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    fragments.writeBytes(new SocketFrame(frame[0] & 0x0f, Arrays.copyOf(payload, half)).unmasked());
    fragments.writeBytes(
        new SocketFrame(0x80, Arrays.copyOfRange(payload, half, payload.length)).unmasked());
    return List.of(Said.bytes("message", fragments.toByteArray()));
  }

  private static Answer closes(Answer answer) {
    return answer.is(101) || answer.header("Transfer-Encoding").isPresent()
        ? answer
        : answer.withHeader("Connection", "close");
  }

  private static Answer lowered(Answer answer) {
    List<String> lower =
        answer.headers().stream()
            .map(
                header -> {
                  int colon = header.indexOf(':');
                  return header.substring(0, colon).toLowerCase(Locale.ROOT)
                      + header.substring(colon);
                })
            .toList();
    return new Answer(answer.version(), answer.statusLine(), lower, answer.body());
  }

  /** Leaves the WebSocket open after a client's close record: whoever has sent it closes. */
  private static final class Patient implements Deviation {
    private final Set<Exchange> told = ConcurrentHashMap.newKeySet();
    private final Map<Exchange, CountDownLatch> closed = new ConcurrentHashMap<>();

    @Override
    public List<SocketFrame> hears(Exchange exchange, SocketFrame frame) {
      if (frame.is('c') && exchange.next() > 0) {
        told.add(exchange);
      } else if (frame.opcode() == SocketFrame.CLOSE) {
        latch(exchange).countDown();
      }
      return List.of(frame);
    }

    @Override
    public void leaves(Exchange exchange) {
      latch(exchange).countDown();
    }

    @Override
    public List<Said> says(Exchange exchange, Said said) throws IOException {
      // A connection that was superseded ends for that, whatever its client says meanwhile.
      boolean superseded = said.data().equals("4409");
      if (said.is("end") && !superseded && told.contains(exchange) && !exchange.isBare()) {
        try {
          latch(exchange).await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      return List.of(said);
    }

    private CountDownLatch latch(Exchange exchange) {
      return closed.computeIfAbsent(exchange, unclosed -> new CountDownLatch(1));
    }
  }
}
