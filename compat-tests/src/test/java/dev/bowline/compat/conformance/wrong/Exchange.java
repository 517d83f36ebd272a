package dev.bowline.compat.conformance.wrong;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bowline.compat.client.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One request of a client's with its reply, be it a whole one, a stream or a WebSocket. */
final class Exchange {

  private final Front front;
  private final Ask ask;
  private final Socket client;
  private final AtomicLong next = new AtomicLong(-1);
  private volatile boolean switched;
  private volatile boolean chunked;
  private volatile Optional<Trace> trace;
  private volatile Optional<String> token;
  private volatile boolean over;

  Exchange(Front front, Ask ask, Socket client) {
    this.front = front;
    this.ask = ask;
    this.client = client;
    this.token = ask.token();
    this.trace = token.map(front::trace);
    if (ask.isPoll()) {
      ask.number("ack").ifPresent(position -> next.set(position + 1));
    }
    ask.number("attach")
        .ifPresent(
            number -> trace.ifPresent(it -> it.highest().accumulateAndGet(number, Math::max)));
  }

  /** The request as the client made it. */
  Ask ask() {
    return ask;
  }

  /** What is known of its session; of one that is opened here, from its first record on. */
  Trace trace() {
    return trace.orElseGet(Trace::new);
  }

  /** The token of its session, once it is known. */
  Optional<String> token() {
    return token;
  }

  /** Whether the reply has been given, or the connection is closed. */
  boolean isOver() {
    return over;
  }

  /** The number of the next message that the server will tell here; -1 where nobody knows yet. */
  long next() {
    return next.get();
  }

  /** Whether a WebSocket's frames have no records in them. */
  boolean isBare() {
    return ask.header("Sec-WebSocket-Protocol").isEmpty();
  }

  boolean isWebSocket() {
    return switched;
  }

  /** Asks the server something besides, over a connection of its own. */
  Answer aside(Ask other) throws IOException {
    return front.asks(other);
  }

  /** Tells the client something that the server has not said; only on connections that are open. */
  void tells(Said said) throws IOException {
    writes(switched ? said.asFrame(isBare()) : framed(said.asEvent()));
  }

  /** Ends the connection to the client where it stands. */
  void cuts() throws IOException {
    client.close();
  }

  /** Takes note of what the server says, before it is changed. */
  void notes(Said said) {
    if (said.is("session")) {
      Json session = Json.parse(said.data());
      String named = session.get("session").string();
      Trace opened = front.trace(named);
      token = Optional.of(named);
      trace = Optional.of(opened);
      opened.connections().add(this);
      opened.handled().accumulateAndGet(session.number("ack"), Math::max);
      next.set(session.number("next"));
    } else if (said.isMessage() && next.get() > 0) {
      trace().messages().put(next.getAndIncrement(), said.payload().orElseThrow());
    } else if (said.is("gap")) {
      next.set(Json.parse(said.data()).number("to") + 1L);
    } else if (said.is("ack")) {
      trace().handled().accumulateAndGet(said.number(), Math::max);
    } else if (said.is("close")) {
      trace().closes();
    }
  }

  /** The server has been asked. */
  void begins() {
    if (ask.method().equals("GET")) {
      trace.ifPresent(it -> it.connections().add(this));
    }
  }

  void ends() {
    over = true;
    trace.ifPresent(it -> it.connections().remove(this));
  }

  /** Writes an answer that is whole, after the deviation has had its way with what it says. */
  void writesWhole(Answer answer) throws IOException {
    writes(ask.method().equals("HEAD") ? answer.withoutBody() : answer.bytes());
  }

  /** Writes the head of a stream, and event by event what follows it. */
  void streams(Answer head, InputStream events) throws IOException {
    chunked = Http1.isChunked(head.headers());
    writes(head.bytes());
    Optional<Said> said = Said.event(events);
    while (said.isPresent()) {
      notes(said.get());
      for (Said instead : front.deviation().says(this, said.get())) {
        writes(framed(instead.asEvent()));
      }
      said = Said.event(events);
    }
    if (chunked) {
      writes("0\r\n\r\n".getBytes(ISO_8859_1));
    } else {
      client.close();
    }
  }

  /** Writes the head of an upgrade, and frame by frame what follows it. */
  void switches(Answer head, InputStream frames) throws IOException {
    switched = true;
    writes(head.bytes());
    Optional<SocketFrame> frame = SocketFrame.read(frames);
    while (frame.isPresent()) {
      Said said =
          frame.get().isWhole()
              ? Said.frame(frame.get(), isBare())
              : Said.bytes("other", frame.get().unmasked());
      notes(said);
      for (Said instead : front.deviation().says(this, said)) {
        writes(instead.asFrame(isBare()));
      }
      frame = SocketFrame.read(frames);
    }
  }

  private byte[] framed(byte[] event) {
    return chunked && event.length > 0 ? Http1.chunk(event) : event;
  }

  private void writes(byte[] bytes) throws IOException {
    OutputStream out = client.getOutputStream();
    synchronized (client) {
      out.write(bytes);
      out.flush();
    }
  }
}
