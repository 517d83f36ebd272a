package dev.bowline.compat.faults;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.bowline.compat.Needs;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.compat.jsclient.Browsing;
import dev.bowline.compat.jsclient.Pages;
import dev.bowline.server.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault in mid-stream, once for each transport, with both bundles in a page. */
@Tag("browser")
@Needs("chromium")
class FaultsInChromiumTest {
  private static final Duration DEADLINE = Duration.ofSeconds(150);

  @RegisterExtension final Browsing browsing = new Browsing();

  @ParameterizedTest
  @ValueSource(strings = {"modern", "legacy"})
  void everyFaultOnEveryTransportLosesRepeatsAndReordersNothing(String bundle) {
    Lanes lanes = browsing.closes(new Lanes());
    // Every proxy is an origin of its own.
    Pages pages = browsing.serves(lanes.channel().allowedOrigins("*"));
    for (Trouble trouble : Trouble.chosen()) {
      for (Transport transport : Transport.values()) {
        if (trouble.concerns(transport, transport)) {
          Random random = new Random(lanes.count());
          lanes.add(
              pages.port(), proxy -> new Crossing(trouble, transport, transport, proxy, random));
        }
      }
    }
    lanes.start();
    JsonObject plan = lanes.plan();
    plan.addProperty("messages", Crossing.MESSAGES);
    plan.addProperty("bundle", bundle);
    Tab tab = browsing.tab();
    tab.navigate(URI.create(Pages.origin("127.0.0.1", pages.port()) + "/lanes.html"));
    tab.await("window.starts");
    tab.evaluate("starts(" + plan + ")");
    try {
      tab.await("ends.length === " + lanes.count(), DEADLINE);
    } finally {
      List<JsonObject> said = new ArrayList<>();
      JsonArray ends = tab.evaluate("ends").getAsJsonArray();
      for (JsonElement end : ends) {
        said.add(end.getAsJsonObject());
      }
      lanes.judges(Trouble.in("Chromium, " + bundle + " bundle", lanes.count()), said);
    }
  }
}
