package dev.bowline.server.transport;

import dev.bowline.server.wire.MalformedException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/** Reads a request's body without blocking. */
final class Body {
  private Body() {}

  /**
   * Reads up to {@code maxBytes} and then calls {@code taker}, whose exceptions are answered like
   * those of a route. A larger body is refused with 413 and not read to its end.
   */
  static void read(Call call, int maxBytes, Consumer<ByteBuffer> taker) {
    if (call.request().getLength() > maxBytes) {
      throw tooBig(call, maxBytes);
    }
    if (call.request().getLength() == 0) {
      // An acknowledgement beside a stream, mostly.
      taker.accept(ByteBuffer.allocate(0));
      return;
    }
    Content.Source.asByteArrayAsync(
        call.request(),
        Math.max(maxBytes, 1),
        Promise.Invocable.from(
            Invocable.InvocationType.BLOCKING,
            (body, failure) -> {
              try {
                if (failure != null) {
                  throw failure instanceof IllegalStateException
                      ? tooBig(call, maxBytes)
                      : new MalformedException("the body did not arrive whole");
                }
                taker.accept(ByteBuffer.wrap(body));
              } catch (RuntimeException refused) {
                ChannelRoutes.answer(refused, call.response(), call.callback());
              }
            }));
  }

  private static RefusedException tooBig(Call call, int maxBytes) {
    call.response().getHeaders().put(HttpHeader.CONNECTION, "close");
    return new RefusedException(
        maxBytes == 0
            ? Problem.malformed("the post that opens has no body")
            : Problem.tooBig("a body of more than " + maxBytes + " bytes"));
  }
}
