package dev.bowline.compat.faults;

import static dev.bowline.compat.faults.Fault.acceptAndSwallow;
import static dev.bowline.compat.faults.Fault.answer;
import static dev.bowline.compat.faults.Fault.bufferToTheEnd;
import static dev.bowline.compat.faults.Fault.cache;
import static dev.bowline.compat.faults.Fault.cacheIgnoring;
import static dev.bowline.compat.faults.Fault.cutHeaderLinesAfter;
import static dev.bowline.compat.faults.Fault.dropUnknownHeaders;
import static dev.bowline.compat.faults.Fault.duplicate;
import static dev.bowline.compat.faults.Fault.hang;
import static dev.bowline.compat.faults.Fault.holdTheFirstEvent;
import static dev.bowline.compat.faults.Fault.oldHttp;
import static dev.bowline.compat.faults.Fault.passOnlyTheHead;
import static dev.bowline.compat.faults.Fault.reorder;
import static dev.bowline.compat.faults.Fault.repeatAfter;
import static dev.bowline.compat.faults.Fault.repeatForALostReply;
import static dev.bowline.compat.faults.Fault.slow;
import static dev.bowline.compat.faults.Fault.stripTheUpgrade;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.faults.Case.Scene;
import dev.bowline.compat.host.Await;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What middleboxes do to exchanges: each fault does what it says. */
class MiddleboxesTest implements FaultCases {
  private static final String HELLO = RawClient.request("GET", "/hello", "");

  static Stream<Case> cases() {
    return Stream.of(beforeTheServer(), delays(), copies(), heads()).flatMap(it -> it);
  }

  private static Stream<Case> beforeTheServer() {
    return Stream.of(
        Case.of(
            "an upgrade is refused with a status",
            answer(403),
            scene -> {
              scene.client().upgrades().isAnswered(403);
              assertEquals(List.of(), scene.server().heads());
            }),
        Case.of(
            "a refusal ends the connection in order",
            answer(502),
            scene ->
                assertTrue(scene.client().gets("/hello").readsAll().endsWith("\r\n\r\nclosed"))),
        Case.of(
            "an upgrade is accepted and everything swallowed",
            acceptAndSwallow(),
            scene -> {
              RawClient client = scene.client().upgrades();
              // The sample of RFC 6455.
              assertTrue(client.isAnswered(101).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
              client.writes("hello").hearsNothing();
              assertEquals(List.of(), scene.server().heads());
            }),
        Case.of(
            "a request hangs",
            hang(),
            scene -> {
              scene.client().gets("/hello").hearsNothing();
              assertEquals(0, scene.server().bytes());
            }),
        Case.of(
            "an equal request is answered from memory",
            cache(),
            scene -> {
              scene.client().gets("/hello").readsTo("reply 1\n");
              scene.client().gets("/other").readsTo("reply 2\n");
              scene.client().gets("/hello").readsTo("reply 1\n");
              assertEquals(2, scene.server().heads().size());
            }),
        Case.of(
            "a cache ignores what makes requests unique",
            cacheIgnoring("_"),
            scene -> {
              scene.client().gets("/hello?a=1&_=1").readsTo("reply 1\n");
              scene.client().gets("/hello?a=2&_=1").readsTo("reply 2\n");
              scene.client().gets("/hello?a=1&_=3").readsTo("reply 1\n");
            }));
  }

  private static Stream<Case> delays() {
    return Stream.of(
        Case.of(
            "a stream is buffered to its end",
            bufferToTheEnd(),
            scene -> {
              RawClient client = scene.streams();
              scene.server().says("one");
              scene.server().says("two");
              client.hearsNothing();
              scene.server().endsStreams();
              client.readsTo("data: two");
            }),
        Case.of(
            "the first event is held until the second",
            holdTheFirstEvent(),
            scene -> {
              RawClient client = scene.streams();
              scene.server().says("one");
              client.hearsNothing();
              scene.server().says("two");
              client.readsTo("data: two");
              scene.server().says("three");
              client.readsTo("data: three");
            }),
        Case.of(
            "of a stream only the head passes",
            passOnlyTheHead(),
            scene -> {
              RawClient client = scene.streams();
              client.isAnswered(200);
              scene.server().says("one");
              client.hearsNothing();
            }),
        Case.of(
            "of a WebSocket only the handshake passes",
            passOnlyTheHead(),
            scene -> {
              RawClient client = scene.client().upgrades();
              client.isAnswered(101);
              client.writes("hello");
              client.hearsNothing();
            }),
        Case.of(
            "a slow line brings byte after byte",
            slow(200),
            scene -> {
              RawClient client = scene.client().writes(HELLO);
              assertTrue(client.readsAtOnce() < 30);
              client.readsTo("reply 1\n");
            }));
  }

  private static Stream<Case> copies() {
    return Stream.of(
        Case.of("a post comes twice", duplicate(), scene -> isHeardTwice(scene, "reply")),
        Case.of(
            "a post comes again later",
            repeatAfter(Duration.ofMillis(100)),
            scene -> isHeardTwice(scene, "reply 1")),
        Case.of(
            "a post is repeated for a lost reply",
            repeatForALostReply(),
            scene -> isHeardTwice(scene, "reply 2")),
        Case.of(
            "a later post overtakes an earlier one",
            reorder(),
            scene -> {
              RawClient earlier = scene.client().posts("/up", "earlier");
              RawClient later = scene.client();
              Await.until(
                  "the first",
                  () ->
                      scene.proxy().toString().contains("#1 POST")
                          || !scene.server().bodies().isEmpty());
              later.posts("/up", "later").readsTo("reply 1\n");
              earlier.readsTo("reply 2\n");
              assertEquals(List.of("later", "earlier"), scene.server().bodies());
            }));
  }

  private static void isHeardTwice(Scene scene, String answer) {
    RawClient client = scene.client().posts("/up", "words");
    client.isAnswered(200);
    assertTrue(client.readsTo("\n").startsWith(answer));
    scene.awaits(() -> scene.server().bodies().size() == 2);
    assertEquals(List.of("words", "words"), scene.server().bodies());
    client.hearsNothing();
  }

  private static Stream<Case> heads() {
    return Stream.of(
        Case.of(
            "an upgrade is stripped",
            stripTheUpgrade(),
            scene -> {
              scene.client().upgrades().isAnswered(200);
              assertEquals("", scene.server().heads().get(0).value("upgrade"));
            }),
        Case.of(
            "long header lines are cut",
            cutHeaderLinesAfter(12),
            scene -> {
              RawClient client = scene.client().gets("/events", "X-Long: 12345678");
              assertTrue(client.isAnswered(200).contains("X-Long: 1234\r\n"));
              assertEquals("1234", scene.server().heads().get(0).value("x-long"));
            }),
        Case.of(
            "unknown headers are dropped",
            dropUnknownHeaders(),
            scene -> {
              RawClient client = scene.client().gets("/events", "X-Long: 12345678");
              assertTrue(!client.isAnswered(200).contains("X-Long"));
              assertEquals(List.of("Host: here"), scene.server().heads().get(0).fields());
            }),
        Case.of(
            "a request is one of HTTP/1.0",
            oldHttp(),
            scene -> {
              scene.client().gets("/hello").readsTo("reply 1\n");
              Head head = scene.server().heads().get(0);
              assertEquals("GET /hello HTTP/1.0", head.start());
              assertEquals("close", head.value("connection"));
            }));
  }
}
