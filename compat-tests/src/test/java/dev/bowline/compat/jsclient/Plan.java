package dev.bowline.compat.jsclient;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** What a page under test is to do. */
final class Plan {
  private final JsonObject plan = new JsonObject();
  private final JsonObject options = new JsonObject();

  private Plan(String bundle) {
    plan.addProperty("bundle", bundle);
    plan.addProperty("where", "page");
    plan.addProperty("channel", "/channel");
    plan.add("options", options);
    options.addProperty("backoff", 50);
  }

  static Plan modern() {
    return bundle("modern");
  }

  /** With one of the files that a channel serves. */
  static Plan bundle(String bundle) {
    return new Plan(bundle);
  }

  /** The channel lives in the page, in a worker, or in a frame. */
  Plan in(String where) {
    plan.addProperty("where", where);
    return this;
  }

  Plan frameFrom(String origin) {
    plan.addProperty("frame", origin);
    return in("frame");
  }

  Plan channel(String url) {
    plan.addProperty("channel", url);
    return this;
  }

  Plan transports(String... transports) {
    JsonArray all = new JsonArray();
    for (String transport : transports) {
      all.add(transport);
    }
    options.add("transports", all);
    return this;
  }

  Plan reload() {
    options.addProperty("reload", true);
    return this;
  }

  /** It waits longer for a slow machine before it takes a transport for mute, and probes later. */
  Plan patient() {
    options.addProperty("headStart", 1_000);
    JsonArray probes = new JsonArray();
    probes.add(600_000);
    options.add("probes", probes);
    return this;
  }

  JsonObject json() {
    return plan;
  }
}
