package dev.bowline.compat.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of an {@link Exchange}: what comes is gathered line by line. */
abstract class Wire {
  private static final long PATIENCE_SECONDS = 5;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  final BlockingQueue<String> came = new LinkedBlockingQueue<>();

  /** Sends a request, whose lines are those of HTTP without its version. */
  static Wire open(HttpClient client, URI server, List<String> lines) {
    int blank = lines.indexOf("");
    int headersEnd = blank < 0 ? lines.size() : blank;
    String[] start = lines.get(0).split(" ", 2);
    Map<String, String> headers = new HashMap<>();
    for (String header : lines.subList(1, headersEnd)) {
      headers.put(header.split(": *", 2)[0], header.split(": *", 2)[1]);
    }
    if (headers.remove("Upgrade") != null) {
      URI target = URI.create(server.toString().replaceFirst("http", "ws") + start[1]);
      return new Frames(client, target, headers.get("Sec-WebSocket-Protocol"));
    }
    String body =
        String.join("\n", lines.subList(Math.min(headersEnd + 1, lines.size()), lines.size()));
    boolean endsWithBlank = lines.get(lines.size() - 1).isEmpty() && !body.isEmpty();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(start[1]))
            .method(start[0], BodyPublishers.ofString(endsWithBlank ? body + "\n" : body));
    headers.forEach(request::setHeader);
    return new Reply(client, request.build());
  }

  /** The next line or frame. */
  final String next() throws InterruptedException {
    String next = came.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return next == null ? "(nothing for " + PATIENCE_SECONDS + " s)" : next;
  }

  /** Writes on; {@code cut} cuts the line. */
  abstract void write(String text);

  abstract void cut();

  private static final class Reply extends Wire {
    private final CompletableFuture<HttpResponse<InputStream>> response;

    Reply(HttpClient client, HttpRequest request) {
      response = client.sendAsync(request, BodyHandlers.ofInputStream());
      CompletableFuture<?> unused =
          response.thenAcceptAsync(this::read).exceptionally(this::failed);
    }

    private void read(HttpResponse<InputStream> reply) {
      came.add(Integer.toString(reply.statusCode()));
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(reply.body(), UTF_8))) {
        // No event stream is another for its comments.
        lines.lines().filter(line -> !line.startsWith(":")).forEach(came::add);
        came.add("end");
      } catch (IOException e) {
        failed(e);
      }
    }

    private @Nullable Void failed(Throwable cause) {
      came.add("(failed: " + cause + ")");
      return null;
    }

    @Override
    void write(String text) {
      if (!text.equals("cut")) {
        throw new AssertionError("nothing more can be written to a request: " + text);
      }
      cut();
    }

    @Override
    void cut() {
      CompletableFuture<?> unused =
          response.thenAccept(
              reply -> {
                try {
                  reply.body().close();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
    }
  }

  private static final class Frames extends Wire implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;

    Frames(HttpClient client, URI target, @Nullable String subprotocol) {
      WebSocket.Builder builder = client.newWebSocketBuilder();
      if (subprotocol != null) {
        builder.subprotocols(subprotocol);
      }
      try {
        socket = builder.buildAsync(target, this).join();
      } catch (RuntimeException refused) {
        if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
          came.add(Integer.toString(handshake.getResponse().statusCode()));
        } else {
          throw refused;
        }
      }
    }

    @Override
    public void onOpen(WebSocket opened) {
      came.add("101");
      opened.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        came.add(text.toString());
        text.setLength(0);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      came.add("[" + HEX.formatHex(bytes) + "]");
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      came.add("closed " + code);
      return null;
    }

    @Override
    void write(String frame) {
      WebSocket open = socket;
      if (open == null) {
        throw new AssertionError("the upgrade was refused");
      }
      if (frame.equals("cut")) {
        cut();
      } else if (frame.startsWith("[")) {
        byte[] bytes = HEX.parseHex(frame.substring(1, frame.length() - 1));
        open.sendBinary(ByteBuffer.wrap(bytes), true).join();
      } else {
        open.sendText(frame, true).join();
      }
    }

    @Override
    void cut() {
      if (socket != null) {
        socket.abort();
      }
    }
  }
}
