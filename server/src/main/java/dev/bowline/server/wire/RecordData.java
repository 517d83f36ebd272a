package dev.bowline.server.wire;

import dev.bowline.server.wire.ProtocolRecord.Ack;
import dev.bowline.server.wire.ProtocolRecord.Attach;
import dev.bowline.server.wire.ProtocolRecord.Close;
import dev.bowline.server.wire.ProtocolRecord.Error;
import dev.bowline.server.wire.ProtocolRecord.Gap;
import dev.bowline.server.wire.ProtocolRecord.Kind;
import dev.bowline.server.wire.ProtocolRecord.Next;
import dev.bowline.server.wire.ProtocolRecord.Ping;
import dev.bowline.server.wire.ProtocolRecord.Reconnect;
import dev.bowline.server.wire.ProtocolRecord.SessionOpened;

/**
 * The data of the records that are no messages: the part that both encodings share. It never has a
 * line break in it.
 */
final class RecordData {
  private static final int LEAST_CODE = 1000;
  private static final int GREATEST_CODE = 4999;

  private RecordData() {}

  static String write(ProtocolRecord record) {
    return switch (record.kind()) {
      case MESSAGE -> throw new IllegalArgumentException("a message is encoded by its payload");
      case SESSION -> session((SessionOpened) record);
      case ACK -> Long.toString(((Ack) record).number());
      case NEXT -> Long.toString(((Next) record).number());
      case ATTACH -> {
        Attach attach = (Attach) record;
        yield new JsonWriter().put("attach", attach.number()).put("ack", attach.ack()).toString();
      }
      case PING -> "";
      case GAP -> {
        Gap gap = (Gap) record;
        yield new JsonWriter().put("from", gap.from()).put("to", gap.to()).toString();
      }
      case RECONNECT ->
          new JsonWriter().put("after", ((Reconnect) record).afterMillis()).toString();
      case CLOSE -> ending(((Close) record).code(), ((Close) record).reason());
      case ERROR -> ending(((Error) record).code(), ((Error) record).reason());
    };
  }

  static ProtocolRecord read(Kind kind, String data) {
    return switch (kind) {
      case MESSAGE -> throw new IllegalArgumentException("a message is decoded as a payload");
      case SESSION -> session(Json.object(data));
      case ACK -> new Ack(Numbers.parse(data));
      case NEXT -> new Next(Numbers.parse(data));
      case ATTACH -> {
        Json attach = Json.object(data);
        long number = attach.number("attach");
        if (number == 0) {
          throw new MalformedException("attach numbers count from 1");
        }
        yield new Attach(number, attach.number("ack"));
      }
      case PING -> {
        if (!data.isEmpty()) {
          throw new MalformedException("a ping with data");
        }
        yield new Ping();
      }
      case GAP -> gap(Json.object(data));
      case RECONNECT -> new Reconnect(Json.object(data).number("after"));
      case CLOSE -> {
        Json close = Json.object(data);
        yield new Close(code(close), reason(close));
      }
      case ERROR -> {
        Json error = Json.object(data);
        yield new Error(code(error), reason(error));
      }
    };
  }

  private static String session(SessionOpened session) {
    return new JsonWriter()
        .put("session", session.token())
        .put("id", session.id())
        .put("resumed", session.resumed())
        .put("ack", session.ack())
        .put("next", session.next())
        .put("heartbeat", session.heartbeat())
        .put("resumeTimeout", session.resumeTimeout())
        .put("wait", session.pollWait())
        .put("send", window(session.sendMessages(), session.sendBytes()))
        .put("receive", window(session.receiveMessages(), session.receiveBytes()))
        .put("maxMessage", session.maxMessage())
        .put("maxBatch", session.maxBatch())
        .put("transports", session.transports())
        .toString();
  }

  private static JsonWriter window(long messages, long bytes) {
    return new JsonWriter().put("messages", messages).put("bytes", bytes);
  }

  private static SessionOpened session(Json session) {
    Json send = session.member("send", "window");
    Json receive = session.member("receive", "window");
    return new SessionOpened(
        session.text("session"),
        session.text("id"),
        session.flag("resumed"),
        session.number("ack"),
        session.number("next"),
        session.number("heartbeat"),
        session.number("resumeTimeout"),
        session.number("wait"),
        send.number("messages"),
        send.number("bytes"),
        receive.number("messages"),
        receive.number("bytes"),
        session.number("maxMessage"),
        session.number("maxBatch"),
        session.texts("transports"));
  }

  private static Gap gap(Json gap) {
    long from = gap.number("from");
    long to = gap.number("to");
    if (from < 1 || from > to) {
      throw new MalformedException("a gap that holds no message");
    }
    return new Gap(from, to);
  }

  private static String ending(int code, String reason) {
    return new JsonWriter().put("code", code).put("reason", reason).toString();
  }

  private static int code(Json ending) {
    long code = ending.number("code");
    if (code < LEAST_CODE || code > GREATEST_CODE) {
      throw new MalformedException("a code outside 1000 to 4999");
    }
    return (int) code;
  }

  private static String reason(Json ending) {
    return ending.has("reason") ? ending.text("reason") : "";
  }
}
