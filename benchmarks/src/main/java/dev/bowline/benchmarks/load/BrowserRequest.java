package dev.bowline.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** HTTP requests with the headers that a browser of today would send. */
public final class BrowserRequest {
  private static final String BROWSER =
      """
      User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
      Chrome/126.0.0.0 Safari/537.36
      Accept-Encoding: gzip, deflate, br, zstd
      Accept-Language: en-GB,en;q=0.9,de;q=0.8
      Cookie: theme=dark; visitor=8f14e45fceea167a5a36dedd4bea2543
      Cache-Control: no-cache
      Pragma: no-cache
      """;

  private static final String FETCH =
      """
      Connection: keep-alive
      Sec-Fetch-Site: same-origin
      Sec-Fetch-Mode: cors
      Sec-Fetch-Dest: empty
      """;

  /** What a browser would say after it: a server that compresses is not what is measured. */
  private static final String EXTENSIONS =
      "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\n";

  private static final String PROTOCOL = "Sec-WebSocket-Protocol: bowline.v1\n";

  private static final String UPGRADE =
      """
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      """;

  private final String host;
  private final String browser;

  public BrowserRequest(InetSocketAddress server) {
    this(server.getHostString() + ":" + server.getPort(), BROWSER);
  }

  private BrowserRequest(String host, String browser) {
    this.host = host;
    this.browser = browser;
  }

  /** The same without the offer to take compressed replies, which some servers would accept. */
  BrowserRequest withoutEncodings() {
    return new BrowserRequest(host, browser.replaceFirst("(?m)^Accept-Encoding.*\n", ""));
  }

  public ByteBuffer webSocket(String path) {
    return request("GET", path, UPGRADE + EXTENSIONS + PROTOCOL);
  }

  /** A WebSocket whose frames nobody compresses; without a subprotocol if that is false. */
  ByteBuffer uncompressed(String path, boolean protocol) {
    return request("GET", path, protocol ? UPGRADE + PROTOCOL : UPGRADE);
  }

  public ByteBuffer stream(String path) {
    return request("GET", path, FETCH + "Accept: text/event-stream\n");
  }

  public ByteBuffer poll(String path) {
    return request("GET", path, FETCH + "Accept: */*\n");
  }

  public ByteBuffer emptyPost(String path) {
    return request("POST", path, FETCH + "Accept: */*\nContent-Length: 0\n");
  }

  ByteBuffer post(String path, String type, String body) {
    String headers =
        FETCH + "Accept: */*\nContent-Type: " + type + "\nContent-Length: " + body.length() + "\n";
    ByteBuffer head = request("POST", path, headers);
    return ByteBuffer.allocate(head.remaining() + body.length())
        .put(head)
        .put(US_ASCII.encode(body))
        .flip();
  }

  /** A post of JSON; its length, the empty line and its body stand where the word is. */
  Request jsonPost(String path) {
    String headers = FETCH + "Accept: */*\nContent-Type: application/json\n" + Request.WORD;
    String whole = US_ASCII.decode(request("POST", path, headers)).toString();
    return new Request(US_ASCII.encode(whole.stripTrailing()));
  }

  /** A poll with more headers. */
  ByteBuffer poll(String path, String headers) {
    return request("GET", path, FETCH + "Accept: */*\n" + headers + "\n");
  }

  private ByteBuffer request(String method, String path, String headers) {
    String head =
        "%s %s HTTP/1.1\nHost: %s\nOrigin: http://%s\n%s%s\n"
            .formatted(method, path, host, host, browser, headers);
    return US_ASCII.encode(head.replace("\n", "\r\n"));
  }
}
