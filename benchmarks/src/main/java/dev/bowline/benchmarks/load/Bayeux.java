package dev.bowline.benchmarks.load;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client of CometD's says: it shakes hands, subscribes, and then always has a connect on its
 * way, which acknowledges what the last one brought.
 *
 * <pre>
 *   GREETING    --reply to the handshake-->    SUBSCRIBING
 *   SUBSCRIBING --reply to the subscription--> CONNECTED
 * </pre>
 */
final class Bayeux {
  private static final Pattern CLIENT = Pattern.compile("\"clientId\":\"(\\w+)\"");
  private static final Pattern ACKNOWLEDGEMENT = Pattern.compile("\"ack\":(\\d+)");

  private enum State {
    GREETING,
    SUBSCRIBING,
    CONNECTED
  }

  private final String transport;
  private State state = State.GREETING;
  private String client = "";
  private String acknowledgement = "0";

  /**
   * @param transport by CometD's name
   */
  Bayeux(String transport) {
    this.transport = transport;
  }

  boolean isConnected() {
    return state == State.CONNECTED;
  }

  String handshake() {
    return "[{\"channel\":\"/meta/handshake\",\"id\":\"1\",\"version\":\"1.0\","
        + "\"supportedConnectionTypes\":[\""
        + transport
        + "\"],\"ext\":{\"ack\":true}}]";
  }

  /** What is to be said to this; empty if nothing. */
  String answer(String said) throws IOException {
    switch (state) {
      case GREETING -> {
        Matcher id = CLIENT.matcher(said);
        if (!id.find() || !said.contains("\"ack\":true")) {
          throw new IOException("no session, or none that acknowledges: " + said);
        }
        client = id.group(1);
        state = State.SUBSCRIBING;
        return "[{\"channel\":\"/meta/subscribe\",\"id\":\"2\",\"clientId\":\""
            + client
            + "\",\"subscription\":\"/all\"}]";
      }
      case SUBSCRIBING -> {
        state = State.CONNECTED;
        return connect("0");
      }
      case CONNECTED -> {
        int reply = said.indexOf("/meta/connect");
        if (reply < 0) {
          return "";
        }
        if (said.contains("\"successful\":false")) {
          throw new IOException("refused: " + said);
        }
        Matcher number = ACKNOWLEDGEMENT.matcher(said);
        if (number.find()) {
          acknowledgement = number.group(1);
        }
        return connect(acknowledgement);
      }
    }
    throw new IllegalStateException(state.toString());
  }

  private String connect(String acknowledged) {
    return "[{\"channel\":\"/meta/connect\",\"id\":\"3\",\"clientId\":\""
        + client
        + "\",\"connectionType\":\""
        + transport
        + "\",\"ext\":{\"ack\":"
        + acknowledged
        + "}}]";
  }
}
