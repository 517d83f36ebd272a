package dev.bowline.compat.middleboxes;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.jsclient.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The client's end of a talk by timetable, with everything loaded and no channel yet. */
interface ClientEnd extends AutoCloseable {
  /** How long a talk may take; only a failure ever sees it. */
  Duration PATIENCE = Duration.ofMinutes(4);

  String name();

  /** Makes the channel, and waits for its first message. */
  void begins();

  /** Waits until everything has come, and everything that was said is acknowledged. */
  void settles();

  /** Closes the channel, and tells what became of the talk. */
  JsonObject ends();

  @Override
  void close();

  static JsonObject plan(String name, Timetable timetable) {
    JsonObject plan = new JsonObject();
    plan.addProperty("name", name);
    plan.add("timetable", timetable.json());
    return plan;
  }

  /** In a page that this server or box serves; the tab is the caller's. */
  static ClientEnd page(Tab tab, URI from, Timetable timetable) {
    tab.call("Security.setIgnoreCertificateErrors", Map.of("ignore", true));
    tab.navigate(from.resolve("/timed.html"));
    tab.await("window.begins");
    return new ClientEnd() {
      @Override
      public String name() {
        return "Chromium";
      }

      @Override
      public void begins() {
        tab.evaluate("begins(" + plan(name(), timetable) + ")");
        tab.await("talk.first");
      }

      @Override
      public void settles() {
        tab.await("talk.isSettled() || talk.channel.readyState === 3", PATIENCE);
      }

      @Override
      public JsonObject ends() {
        tab.evaluate("talk.channel.close()");
        tab.await("talk.channel.readyState === 3");
        return tab.evaluate("talk.state()").getAsJsonObject();
      }

      @Override
      public void close() {}
    };
  }

  /** In a process of Node's. */
  static ClientEnd node(URI server, Timetable timetable) throws IOException {
    JsonObject plan = plan("Node", timetable);
    plan.addProperty("channel", server.resolve("/channel").toString());
    plan.addProperty("ws", NodeProcess.webSocketPackage());
    plan.addProperty("insecure", server.getScheme().equals("https"));
    NodeProcess node = NodeProcess.start("timednode.mjs", plan);
    hears(node, "ready");
    return new ClientEnd() {
      @Override
      public String name() {
        return "Node";
      }

      @Override
      public void begins() {
        node.hears("go on");
        hears(node, "first");
      }

      @Override
      public void settles() {
        hears(node, "settled");
      }

      @Override
      public JsonObject ends() {
        node.hears("close");
        return JsonParser.parseString(node.says()).getAsJsonObject();
      }

      @Override
      public void close() {
        node.close();
      }
    };
  }

  private static void hears(NodeProcess node, String expected) {
    String said = node.says(PATIENCE);
    if (!said.equals(expected)) {
      throw new AssertionError("instead of " + expected + ": " + said);
    }
  }
}
