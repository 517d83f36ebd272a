package dev.bowline.compat.faults;

import static dev.bowline.compat.faults.Direction.TO_CLIENT;
import static dev.bowline.compat.faults.Direction.TO_SERVER;
import static dev.bowline.compat.faults.Fault.answer;
import static dev.bowline.compat.faults.Fault.close;
import static dev.bowline.compat.faults.Fault.halfOpen;
import static dev.bowline.compat.faults.Fault.reset;
import static dev.bowline.compat.faults.Requests.everything;
import static dev.bowline.compat.faults.Requests.upgrades;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bowline.compat.faults.Case.Scene;
import dev.bowline.compat.host.Await;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Connections end where and when they are told to, and only those that are meant. */
class EndingsTest implements FaultCases {
  private static final String HELLO = RawClient.request("GET", "/hello", "");

  static Stream<Case> cases() {
    return Stream.of(endings(), otherEndings(), choices()).flatMap(it -> it);
  }

  private static Stream<Case> endings() {
    Stream<Case> offsetsDown =
        IntStream.of(1, 9, 17, 40, 47)
            .boxed()
            .flatMap(
                bytes ->
                    Stream.of(
                        Case.of(
                            "a reset after " + bytes + " bytes down",
                            reset().afterBytes(bytes, TO_CLIENT),
                            scene -> endsAfter(bytes, "reset", scene)),
                        Case.of(
                            "an end after " + bytes + " bytes down",
                            close().afterBytes(bytes, TO_CLIENT),
                            scene -> endsAfter(bytes, "closed", scene))));
    Stream<Case> offsetsUp =
        IntStream.of(1, 10, HELLO.length() - 1)
            .mapToObj(
                bytes ->
                    Case.of(
                        "an end after " + bytes + " bytes up",
                        close().afterBytes(bytes, TO_SERVER),
                        scene -> {
                          assertEquals("closed", scene.client().writes(HELLO).readsAll());
                          Await.until("its end", () -> !scene.server().ends().isEmpty());
                          assertEquals(bytes, scene.server().bytes());
                        }));
    return Stream.of(offsetsDown, offsetsUp).flatMap(it -> it);
  }

  private static void endsAfter(int bytes, String how, Scene scene) {
    String all = scene.client().writes(HELLO).readsAll();
    assertEquals(
        "HTTP/1.1 200 Yes\r\nContent-Length: 8\r\n\r\nreply 1\n".substring(0, bytes) + how, all);
  }

  private static Stream<Case> otherEndings() {
    return Stream.of(
        Case.of(
            "no byte of the reply passes",
            reset().afterBytes(0, TO_CLIENT),
            scene -> {
              assertEquals("reset", scene.client().gets("/hello").readsAll());
              assertEquals(1, scene.server().heads().size());
            }),
        Case.of(
            "an end after a while",
            close().after(Duration.ofMillis(50)),
            scene -> {
              assertTrue(scene.streams().readsAll().endsWith("\r\n\r\nclosed"));
              scene.awaits(() -> scene.server().ends().equals(List.of("closed")));
            }),
        Case.of(
            "a reset that the server does not see",
            reset().after(Duration.ofMillis(50)).seenOnlyByTheClient(),
            scene -> {
              assertTrue(scene.streams().readsAll().endsWith("\r\n\r\nreset"));
              assertEquals(List.of(), scene.server().ends());
            }),
        new Case(
            "a reset that the client does not see",
            scene -> {},
            scene -> {
              RawClient client = scene.streams();
              client.isAnswered(200);
              scene.doesNow(reset().seenOnlyByTheServer());
              scene.awaits(() -> scene.server().ends().equals(List.of("reset")));
              assertEquals(List.of("reset"), scene.server().ends());
              client.hearsNothing();
            }),
        new Case(
            "a half-open connection",
            scene -> {},
            scene -> {
              RawClient client = scene.streams();
              client.isAnswered(200);
              scene.doesNow(halfOpen());
              scene.server().says("one");
              client.hearsNothing();
              client.close();
              scene.server().says("two");
              assertEquals(List.of(), scene.server().ends());
            }));
  }

  private static Stream<Case> choices() {
    Consumer<Scene> onlyTheSecond =
        scene -> {
          RawClient client = scene.client();
          client.gets("/hello").readsTo("reply 1\n");
          client.gets("/hello").isAnswered(503);
        };
    return Stream.of(
        new Case(
            "the second request",
            scene -> scene.proxy().does(answer(503)).to(everything().nth(2)),
            onlyTheSecond),
        new Case(
            "what comes after the first",
            scene -> scene.proxy().does(answer(503)).to(everything().after(1)),
            onlyTheSecond),
        new Case(
            "the first two",
            scene -> scene.proxy().does(answer(503)).to(everything().first(2)),
            scene -> {
              scene.client().gets("/hello").isAnswered(503);
              scene.client().gets("/hello").isAnswered(503);
              scene.client().gets("/hello").isAnswered(200);
            }),
        new Case(
            "the second connection",
            scene -> scene.proxy().does(answer(503)).to(everything().onConnection(2)),
            scene -> {
              RawClient client = scene.client();
              client.gets("/hello").readsTo("reply 1\n");
              client.gets("/hello").readsTo("reply 2\n");
              scene.client().gets("/hello").isAnswered(503);
            }),
        new Case(
            "posts to a path",
            scene -> scene.proxy().does(answer(503)).to(everything().by("POST").to("/up/.*")),
            scene -> {
              RawClient client = scene.client();
              client.gets("/up/here").readsTo("reply 1\n");
              client.posts("/down", "").readsTo("reply 2\n");
              client.posts("/up/here", "").isAnswered(503);
            }),
        new Case(
            "upgrades, until it relents",
            scene -> scene.proxy().does(answer(503)).to(upgrades()),
            scene -> {
              scene.client().gets("/hello").isAnswered(200);
              scene.client().upgrades().isAnswered(503);
              scene.proxy().relents();
              scene.client().upgrades().isAnswered(101);
            }));
  }
}
