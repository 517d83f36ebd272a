package dev.bowline.compat.conformance.wrong;

import java.io.IOException;
import java.util.List;

/**
 * What a front changes of what passes through it. Whatever is not overridden passes unchanged. One
 * deviation serves all connections of a front, several at a time.
 */
interface Deviation {

  /** What the server is asked instead. */
  default Ask asks(Exchange exchange, Ask ask) throws IOException {
    return ask;
  }

  /** What is answered instead. Of an event stream and an upgrade this is the head alone. */
  default Answer answers(Exchange exchange, Answer answer) throws IOException {
    return answer;
  }

  /** What is said instead of one record or message of the server's, on any transport. */
  default List<Said> says(Exchange exchange, Said said) throws IOException {
    return List.of(said);
  }

  /** What the server hears instead of one frame of the client's. */
  default List<SocketFrame> hears(Exchange exchange, SocketFrame frame) throws IOException {
    return List.of(frame);
  }

  /** The client has left a connection, by whatever way. */
  default void leaves(Exchange exchange) throws IOException {}

  /** Whether a WebSocket stays as it is to the client, although the server has left it. */
  default boolean keeps(Exchange exchange) {
    return false;
  }

  /** Changes requests. */
  static Deviation asking(Asking asking) {
    return new Deviation() {
      @Override
      public Ask asks(Exchange exchange, Ask ask) throws IOException {
        return asking.asks(exchange, ask);
      }
    };
  }

  /** Changes replies. */
  static Deviation answering(Answering answering) {
    return new Deviation() {
      @Override
      public Answer answers(Exchange exchange, Answer answer) throws IOException {
        return answering.answers(exchange, answer);
      }
    };
  }

  /** Changes what is said on connections. */
  static Deviation saying(Saying saying) {
    return new Deviation() {
      @Override
      public List<Said> says(Exchange exchange, Said said) throws IOException {
        return saying.says(exchange, said);
      }
    };
  }

  /** Changes the frames of clients. */
  static Deviation hearing(Hearing hearing) {
    return new Deviation() {
      @Override
      public List<SocketFrame> hears(Exchange exchange, SocketFrame frame) throws IOException {
        return hearing.hears(exchange, frame);
      }
    };
  }

  /** See {@link #asks}. */
  interface Asking {
    Ask asks(Exchange exchange, Ask ask) throws IOException;
  }

  /** See {@link #answers}. */
  interface Answering {
    Answer answers(Exchange exchange, Answer answer) throws IOException;
  }

  /** See {@link #says}. */
  interface Saying {
    List<Said> says(Exchange exchange, Said said) throws IOException;
  }

  /** See {@link #hears}. */
  interface Hearing {
    List<SocketFrame> hears(Exchange exchange, SocketFrame frame) throws IOException;
  }
}
