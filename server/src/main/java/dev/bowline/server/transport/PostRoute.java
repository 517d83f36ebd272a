package dev.bowline.server.transport;

import dev.bowline.server.session.CloseCode;
import dev.bowline.server.session.LogicalSession;
import dev.bowline.server.session.Post;
import dev.bowline.server.session.PostReply;
import dev.bowline.server.session.SessionTerms;
import dev.bowline.server.wire.Batch;
import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.Payload;
import dev.bowline.server.wire.ProtocolRecord;
import dev.bowline.server.wire.TooBigException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** What clients post: batches, acknowledgements, closes, and curl's single messages. */
final class PostRoute {
  /**
   * How much longer than its content a message can be in the event-stream grammar: all line feeds.
   */
  private static final int WORST_SWELLING = 7;

  private static final int EVENT_OVERHEAD = 64;

  private final Host host;

  PostRoute(Host host) {
    this.host = host;
  }

  void post(Call call) {
    Parameters parameters = call.parameters();
    OptionalLong sequence = parameters.positive("seq");
    OptionalLong acknowledged = parameters.number("ack");
    ProtocolRecord.Close closing = closing(parameters);
    boolean numbered = sequence.isPresent() || acknowledged.isPresent() || closing != null;
    LogicalSession session = call.session(host);
    host.countPost(call.request());
    Body.read(
        call,
        maxBody(numbered),
        body -> {
          List<Payload> messages = numbered ? batch(body) : List.of(single(call, body));
          if (!messages.isEmpty() && numbered && sequence.isEmpty()) {
            throw new MalformedException("messages without their number: seq is missing");
          }
          take(call, session, new Post(sequence, messages, acknowledged, closing));
        });
  }

  private static ProtocolRecord.@Nullable Close closing(Parameters parameters) {
    OptionalLong code = parameters.number("close");
    if (code.isEmpty()) {
      return null;
    }
    if (!CloseCode.isAllowed((int) Math.min(code.getAsLong(), Integer.MAX_VALUE))) {
      throw new MalformedException("a close code that is not for clients: " + code.getAsLong());
    }
    return new ProtocolRecord.Close((int) code.getAsLong(), "");
  }

  private int maxBody(boolean numbered) {
    SessionTerms terms = host.terms();
    long oneMessage = (long) terms.maxMessage() * WORST_SWELLING + EVENT_OVERHEAD;
    long most = numbered ? Math.max(terms.maxBatch(), oneMessage) : terms.maxMessage();
    return (int) Math.min(most, Integer.MAX_VALUE);
  }

  private List<Payload> batch(ByteBuffer body) {
    SessionTerms terms = host.terms();
    int size = body.remaining();
    List<Payload> messages =
        Batch.decode(body, terms.maxMessage(), Math.max(2 * terms.receive().messages(), 2));
    if (size > terms.maxBatch() && messages.size() > 1) {
      throw new TooBigException("a batch of more than " + terms.maxBatch() + " bytes");
    }
    return messages;
  }

  private static Payload single(Call call, ByteBuffer body) {
    String type = call.request().getHeaders().get(HttpHeader.CONTENT_TYPE);
    byte[] bytes = new byte[body.remaining()];
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("application/octet-stream")) {
      body.get(bytes);
      return Payload.binary(bytes);
    }
    byte[] frame = new byte[bytes.length + 1];
    frame[0] = 'm';
    body.get(frame, 1, bytes.length);
    return Payload.textFrame(frame);
  }

  private static void take(Call call, LogicalSession session, Post post) {
    PostReply reply =
        new PostReply() {
          @Override
          public void acknowledge(long handled) {
            Replies.acknowledge(200, handled, call.response(), call.callback());
          }

          @Override
          public void closed(ProtocolRecord.Close close) {
            Replies.refuse(Problem.closed(close), call.response(), call.callback());
          }
        };
    Post.Refusal refusal = session.post(post, reply);
    if (refusal == null) {
      return;
    }
    switch (refusal) {
      case AHEAD -> Replies.acknowledge(409, session.accepted(), call.response(), call.callback());
      case CLOSED -> throw new RefusedException(Problem.closed(session.closing()));
      case BAD_ACKNOWLEDGEMENT -> throw new MalformedException("ack is beyond what was sent");
      case OVER_WINDOW -> throw new MalformedException("more than the window allows");
      case TOO_FAST ->
          throw new RefusedException(Problem.tooFast("what came before is not handled yet"));
    }
  }

  void delete(Call call) {
    LogicalSession session = call.session(host);
    session.closed().ifPresent(PostRoute::raise);
    ProtocolRecord.Close close = CloseCode.NORMAL.close("");
    session.closedByRequest(close);
    Replies.record(200, close, call.response(), call.callback());
  }

  private static void raise(ProtocolRecord.Close close) {
    throw new RefusedException(Problem.closed(close));
  }
}
