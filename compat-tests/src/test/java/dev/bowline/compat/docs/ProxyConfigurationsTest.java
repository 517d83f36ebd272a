package dev.bowline.compat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.Needs;
import dev.bowline.server.Channel;
import dev.bowline.server.ChannelServer;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts the proxies of docs/deployment.md with the configurations that stand there, sends each
 * transport through, and compares what gets through with the page's table.
 */
@Tag("middlebox")
class ProxyConfigurationsTest {
  private static final Document PAGE = Document.of("docs/deployment.md");
  private static final Pattern TOKEN = Pattern.compile("\"session\":\"([^\"]+)\"");

  private static final String WEBSOCKET =
      """
      1> GET /channel
      1> Upgrade: websocket
      1> Sec-WebSocket-Protocol: bowline.v1
      1>
      1< 101
      1< s{"session":"TOKEN",…}
      1> n1
      1> mhello
      1< mhello
      """;

  private static final String STREAM =
      """
      1> GET /channel?v=1
      1> Accept: text/event-stream
      1>
      1< 200
      1< event: session
      1< data: {"session":"TOKEN",…}
      1<
      2> POST /channel/TOKEN?seq=1&ack=0
      2>
      2> data: hello
      2>
      1< data: hello
      """;

  private static final String POLL =
      """
      1> POST /channel?v=1
      1< 200
      1< event: session
      1< data: {"session":"TOKEN",…}
      1<
      1< end
      2> GET /channel/TOKEN?attach=2&ack=0&wait=5000&_=1
      3> POST /channel/TOKEN?seq=1&ack=0
      3>
      3> data: hello
      3>
      2< 200
      2< data: hello
      2<
      2< end
      """;

  @TempDir Path folder = Path.of("");

  private final ChannelServer server = echo();
  private final ChannelServer second = echo();

  private static ChannelServer echo() {
    Channel channel =
        Channel.builder()
            .onMessage((session, message) -> session.send(message))
            .drain(Duration.ZERO)
            .build();
    return ChannelServer.builder().channel("/channel", channel).build();
  }

  @BeforeEach
  void start() {
    server.start();
    second.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    second.stop();
  }

  @Test
  @Needs({"nginx", "node"})
  void nginx() throws Exception {
    doesWhatTheTableSays("nginx default");
    doesWhatTheTableSays("nginx best");
  }

  @Test
  @Needs({"haproxy", "node"})
  void haproxy() throws Exception {
    doesWhatTheTableSays("haproxy default");
    doesWhatTheTableSays("haproxy best");
  }

  @Test
  @Needs({"apache2", "node"})
  void apache() throws Exception {
    doesWhatTheTableSays("apache default");
    doesWhatTheTableSays("apache best");
  }

  @Test
  @Needs({"caddy", "node"})
  void caddy() throws Exception {
    doesWhatTheTableSays("caddy default");
  }

  @Test
  @Needs({"varnishd", "node"})
  void varnish() throws Exception {
    doesWhatTheTableSays("vcl default");
    doesWhatTheTableSays("vcl best");
  }

  @Test
  @Needs({"lighttpd", "node"})
  void lighttpd() throws Exception {
    doesWhatTheTableSays("lighttpd default");
    doesWhatTheTableSays("lighttpd best");
  }

  @Test
  @Needs({"squid", "node"})
  void squid() throws Exception {
    doesWhatTheTableSays("squid default");
  }

  @Test
  @Needs("haproxy")
  void aCookieKeepsAClientOnItsNode() throws Exception {
    try (Proxy proxy = started("haproxy nodes")) {
      HttpClient with = http1().cookieHandler(new CookieManager()).build();
      HttpClient without = http1().build();

      assertEquals(List.of(200, 200, 200, 200), continued(with, proxy.url()));
      assertTrue(continued(without, proxy.url()).contains(404));
    }
  }

  @Test
  void everyConfigurationOfThePageIsTested() {
    List<String> configurations =
        PAGE.blocks().stream()
            .filter(block -> Proxy.commandFor(block.language()).isPresent())
            .map(block -> block.language() + " " + block.name())
            .filter(name -> !name.endsWith(" nodes"))
            .sorted()
            .toList();
    List<String> table =
        PAGE.rows("Configuration").stream().map(row -> row.get(0)).sorted().toList();

    assertEquals(configurations, table);
  }

  private void doesWhatTheTableSays(String name) throws Exception {
    List<String> row =
        PAGE.rows("Configuration").stream()
            .filter(cells -> cells.get(0).equals(name))
            .findFirst()
            .orElseThrow();
    try (Proxy proxy = started(name)) {
      Map<String, String> reasons = new HashMap<>();
      List<String> found = new ArrayList<>(List.of(name));
      found.add(passes("WebSocket", WEBSOCKET, proxy, reasons));
      found.add(passes("stream", STREAM, proxy, reasons));
      found.add(passes("poll", POLL, proxy, reasons));
      found.add(post(proxy.url()) == 200 ? "yes" : "no");
      found.add(transportOfTheClient(proxy.url()));

      assertEquals(row, found, () -> reasons + "\n" + proxy.log());
    }
  }

  private Proxy started(String name) throws Exception {
    Document.Block configuration = PAGE.block(name);
    Path own = Files.createDirectory(folder.resolve(name.replace(' ', '-')));
    return Proxy.start(
        configuration.language(), configuration.text(), own, server.url(), second.url());
  }

  private static String passes(String what, String text, Proxy proxy, Map<String, String> reasons)
      throws Exception {
    try (Exchange exchange = new Exchange(proxy.url())) {
      exchange.play(text);
      return "yes";
    } catch (AssertionError e) {
      reasons.put(what, String.valueOf(e.getMessage()));
      return "no";
    }
  }

  /** What the JavaScript client is on when its first message comes. */
  private String transportOfTheClient(URI proxy) throws Exception {
    NodeScript node = new NodeScript(folder);
    node.load(server.url().resolve("/channel"), "bowline.min.js", "bowline.min.mjs");
    String script =
        """
        import { Bowline } from './bowline.min.mjs';
        const channel = new Bowline('%s/channel');
        channel.onopen = () => channel.send('hello');
        channel.onmessage = () => {
          console.log(channel.transport);
          channel.close();
        };
        """;
    List<String> said =
        node.run(script.formatted(proxy), "--no-warnings", "--experimental-websocket");
    return String.join(" ", said);
  }

  /** A post by a page of the proxy's own origin, in a browser that says no more than Origin. */
  private static int post(URI proxy) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(proxy.resolve("/channel?v=1"))
            .header("Origin", proxy.toString())
            .POST(BodyPublishers.noBody())
            .build();
    return http1().build().send(request, BodyHandlers.discarding()).statusCode();
  }

  /** Without the upgrade to HTTP/2 that the client else asks for, and that is between two ends. */
  private static HttpClient.Builder http1() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
  }

  /** The statuses of four sessions' second requests. */
  private static List<Integer> continued(HttpClient client, URI proxy) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      HttpRequest opens =
          HttpRequest.newBuilder(proxy.resolve("/channel?v=1"))
              .POST(BodyPublishers.noBody())
              .build();
      Matcher token = TOKEN.matcher(client.send(opens, BodyHandlers.ofString()).body());
      assertTrue(token.find());
      HttpRequest acknowledges =
          HttpRequest.newBuilder(proxy.resolve("/channel/" + token.group(1) + "?ack=0"))
              .POST(BodyPublishers.noBody())
              .build();
      statuses.add(client.send(acknowledges, BodyHandlers.discarding()).statusCode());
    }
    return statuses;
  }
}
