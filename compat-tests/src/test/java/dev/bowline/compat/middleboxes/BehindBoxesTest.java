package dev.bowline.compat.middleboxes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.bowline.compat.Needs;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.docs.Document;
import dev.bowline.compat.docs.Proxy;
import dev.bowline.compat.host.Await;
import dev.bowline.compat.host.SelfSigned;
import dev.bowline.compat.jsclient.Browsing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Behind each box, Chromium and Node open a channel with nothing but defaults and talk for 90
 * seconds, all at the same time. What was found is in target/boxes.md.
 */
@Tag("middlebox")
@Needs({"chromium", "node"})
@Execution(ExecutionMode.CONCURRENT)
class BehindBoxesTest {
  private static final Timetable TIMETABLE = Timetable.MIXED;
  private static final Document PAGE = Document.of("docs/deployment.md");
  private static final Path TABLE = Path.of("target", "boxes.md");

  /** What ends connections that are only quiet for less than a heartbeat. */
  private static final String IMPATIENT = "all timeouts 4 s";

  private static final StartingLine STARTING_LINE = new StartingLine();
  private static final Collection<Talk> TALKS = new ConcurrentLinkedQueue<>();

  @RegisterExtension final Browsing browsing = new Browsing();

  @TempDir Path folder = Path.of("");

  private StartingLine.@Nullable Place place;

  @BeforeEach
  void takesItsPlace() {
    place = STARTING_LINE.place();
  }

  @AfterEach
  void leaves() {
    if (place != null) {
      place.close();
    }
  }

  /** How clients come through a box. */
  private enum Way {
    /** It is what they take for the server. */
    REVERSE,
    /** The same, and they speak TLS with it, as it does with the server. */
    REVERSE_TLS,
    /** They are told to ask it. */
    FORWARD
  }

  @Test
  @Tag("box-direct")
  void nothing() throws Exception {
    try (Origin origin = origin()) {
      talks("nothing in between", origin, origin.url(), Way.REVERSE);
    }
  }

  @Test
  @Tag("box-nginx")
  @Needs("nginx")
  void nginxAsItComes() throws Exception {
    documented("nginx default", "default");
  }

  @Test
  @Tag("box-nginx")
  @Needs("nginx")
  void nginxAsDocumented() throws Exception {
    documented("nginx best", "as documented");
  }

  @Test
  @Tag("box-haproxy")
  @Needs("haproxy")
  void haproxyAsItComes() throws Exception {
    documented("haproxy default", "Debian's defaults");
  }

  @Test
  @Tag("box-haproxy")
  @Needs("haproxy")
  void haproxyAsDocumented() throws Exception {
    documented("haproxy best", "as documented");
  }

  @Test
  @Tag("box-haproxy")
  @Needs("haproxy")
  void haproxyThatWaitsForFourSeconds() throws Exception {
    ours("impatient.haproxy", IMPATIENT, Way.REVERSE);
  }

  @Test
  @Tag("box-haproxy")
  @Needs("haproxy")
  void haproxyThatRepeatsWhatFailed() throws Exception {
    ours("retrying.haproxy", "retry-on all-retryable-errors", Way.REVERSE);
  }

  @Test
  @Tag("box-apache")
  @Needs("apache2")
  void apacheAsItComes() throws Exception {
    documented("apache default", "default");
  }

  @Test
  @Tag("box-apache")
  @Needs("apache2")
  void apacheAsDocumented() throws Exception {
    documented("apache best", "as documented");
  }

  @Test
  @Tag("box-varnish")
  @Needs("varnishd")
  void varnishAsItComes() throws Exception {
    documented("vcl default", "default");
  }

  @Test
  @Tag("box-varnish")
  @Needs("varnishd")
  void varnishAsDocumented() throws Exception {
    documented("vcl best", "as documented");
  }

  @Test
  @Tag("box-caddy")
  @Needs("caddy")
  void caddy() throws Exception {
    documented("caddy default", "default");
  }

  @Test
  @Tag("box-lighttpd")
  @Needs("lighttpd")
  void lighttpdAsItComes() throws Exception {
    documented("lighttpd default", "default");
  }

  @Test
  @Tag("box-lighttpd")
  @Needs("lighttpd")
  void lighttpdAsDocumented() throws Exception {
    documented("lighttpd best", "as documented");
  }

  @Test
  @Tag("box-squid")
  @Needs("squid")
  void squidAsAnAccelerator() throws Exception {
    documented("squid default", "accelerator");
  }

  @Test
  @Tag("box-squid")
  @Needs("squid")
  void squidOnTheWayOut() throws Exception {
    ours("strict.squid", "forward, tunnels only to port 443", Way.FORWARD);
  }

  @Test
  @Tag("box-squid")
  @Needs("squid")
  void squidOnTheWayOutThatLetsTunnelsThrough() throws Exception {
    ours("lenient.squid", "forward, tunnels anywhere", Way.FORWARD);
  }

  @Test
  @Tag("box-privoxy")
  @Needs("privoxy")
  void privoxy() throws Exception {
    ours("filtering.privoxy", "forward, Debian's filters", Way.FORWARD);
  }

  @Test
  @Tag("box-mitmproxy")
  @Needs("mitmdump")
  void mitmproxy() throws Exception {
    ours("reverse.mitmproxy", "reverse", Way.REVERSE);
  }

  @Test
  @Tag("box-mitmproxy")
  @Needs("mitmdump")
  void mitmproxyThatSwallowsMessagesOfWebSockets() throws Exception {
    ours("swallowing.mitmproxy", "reverse, WebSocket black-holed", Way.REVERSE);
  }

  @Test
  @Tag("box-mitmproxy")
  @Needs("mitmdump")
  void mitmproxyThatLooksIntoTls() throws Exception {
    ours("intercepting.mitmproxy", "TLS interception", Way.REVERSE_TLS);
  }

  private Origin origin() throws Exception {
    return new Origin(TIMETABLE, SelfSigned.in(folder));
  }

  /** Through a configuration of the docs. */
  private void documented(String name, String as) throws Exception {
    Document.Block block = PAGE.block(name);
    through(block.language(), block.text(), as, Way.REVERSE);
  }

  /** Through one of this test's own configurations. */
  private void ours(String file, String as, Way way) throws Exception {
    if (file.startsWith("swallowing")) {
      Files.writeString(folder.resolve("swallow.py"), Configurations.text("swallow.py"));
    }
    through(file.substring(file.indexOf('.') + 1), Configurations.text(file), as, way);
  }

  private void through(String language, String configuration, String as, Way way) throws Exception {
    String box =
        Proxy.commandFor(language).orElseThrow() + " " + Proxy.version(language) + ", " + as;
    try (Origin origin = origin();
        Proxy proxy =
            Proxy.start(language, configuration, folder, origin.url(), origin.secureUrl())) {
      talks(box, origin, proxy.url(), way);
    }
  }

  private void talks(String box, Origin origin, URI proxy, Way way) throws Exception {
    URI server =
        switch (way) {
          case REVERSE -> proxy;
          case REVERSE_TLS -> URI.create(proxy.toString().replace("http:", "https:"));
          case FORWARD -> origin.url();
        };
    List<ClientEnd> clients = new ArrayList<>();
    try {
      Tab tab = way == Way.FORWARD ? browsing.windowBehind(proxy) : browsing.window();
      clients.add(ClientEnd.page(tab, server, TIMETABLE));
      if (way != Way.FORWARD) {
        // Node has no HTTP proxy of its own to be set.
        clients.add(ClientEnd.node(server, TIMETABLE));
      }
      StartingLine.Place own = Objects.requireNonNull(place);
      own.isReady();
      for (ClientEnd client : clients) {
        own.starts(client::begins);
      }
      List<Talk> talks = new ArrayList<>();
      for (ClientEnd client : clients) {
        talks.add(ends(box, origin, client));
      }
      TALKS.addAll(talks);
      for (Talk talk : talks) {
        talk.isExact(TIMETABLE.messages());
        if (!box.contains(IMPATIENT)) {
          talk.isUndisturbed();
        }
      }
    } finally {
      clients.forEach(ClientEnd::close);
    }
  }

  private static Talk ends(String box, Origin origin, ClientEnd client) {
    ServerEnd server = Await.next(box + " has let through a name", origin.named(client.name()));
    client.settles();
    Await.until("the server has heard all: " + box + " " + server, server::isSettled);
    assertFalse(server.hasClosed(), server::toString);
    Talk talk = new Talk(box, client.name(), server, client.ends());
    Await.until("the session is closed: " + talk.details(), server::hasClosed);
    assertEquals(List.of(), List.copyOf(origin.named(client.name())), talk::details);
    return talk;
  }

  @AfterAll
  static void writesTheTable() throws IOException {
    String table =
        TALKS.stream()
            .map(Talk::toString)
            .sorted()
            .collect(Collectors.joining("\n", Talk.HEADER, "\n"));
    System.out.println(table);
    Files.createDirectories(TABLE.getParent());
    Files.writeString(TABLE, table);
  }
}
