package dev.bowline.compat.transports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.bowline.compat.client.HttpReply;
import dev.bowline.compat.client.Payload;
import dev.bowline.compat.client.WireClient;
import dev.bowline.compat.host.Application;
import dev.bowline.compat.host.Host;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One message, the raw body, as curl posts it. */
class UnnumberedPostTest {

  private final Application application = new Application();
  @AutoClose private final Host host = Host.of(application.channel());
  private final WireClient client = host.client();
  private final String token = client.session().token();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json",
        "text/plain; charset=utf-8"
      })
  void theRawBodyIsOneTextMessage(String type) {
    post("data: not an event\r\n\r\nké \u0000", "Content-Type: " + type);

    assertEquals(Payload.text("data: not an event\r\n\r\nké \u0000"), application.hears());
  }

  @Test
  void withoutAMediaTypeItIsText() {
    try (HttpReply reply = client.asks("POST", "/" + token, "hello")) {
      assertEquals(200, reply.status());
    }
    assertEquals(Payload.text("hello"), application.hears());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/octet-stream", "APPLICATION/octet-stream; x=y"})
  void anOctetStreamIsBinary(String type) {
    byte[] body = {0, 1, (byte) 0xff, 13, 10};
    try (HttpReply reply = client.asks("POST", "/" + token, body, "Content-Type: " + type)) {
      assertEquals(200, reply.status());
    }
    assertEquals(Payload.binary(body), application.hears());
  }

  @Test
  void anEmptyBodyIsAnEmptyMessage() {
    post("", "Content-Type: text/plain");

    assertEquals(Payload.text(""), application.hears());
  }

  @Test
  void anUnknownParameterMakesItNoBatch() {
    try (HttpReply reply = client.posts("/" + token + "?colour=red", "raw")) {
      assertEquals(200, reply.status());
    }
    assertEquals(Payload.text("raw"), application.hears());
  }

  @Test
  void manyKeepTheirOrder() {
    for (int i = 0; i < 50; i++) {
      post("m" + i, "Content-Type: text/plain");
    }
    for (int i = 0; i < 50; i++) {
      assertEquals(Payload.text("m" + i), application.hears());
    }
    assertFalse(application.hasHeardMore());
  }

  @Test
  void aListenerByStreamAndASpeakerByPostShareASession() {
    application.echoes();
    try (HttpReply stream = client.opensStream()) {
      String shared = stream.session().token();
      client.posts("/" + shared, "hello").close();

      assertEquals(Payload.text("hello"), echo(stream));
    }
  }

  private static Payload echo(HttpReply stream) {
    var event = stream.nextButPings();
    while (event.is("ack")) {
      event = stream.nextButPings();
    }
    return event.payload();
  }

  private void post(String body, String... headers) {
    try (HttpReply reply = client.asks("POST", "/" + token, body, headers)) {
      assertEquals(200, reply.status());
    }
  }
}
