package dev.bowline.compat.jsclient;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** What a page under test is to do. */
public final class Plan {
  private final JsonObject plan = new JsonObject();
  private final JsonObject options = new JsonObject();

  private Plan(String bundle) {
    plan.addProperty("bundle", bundle);
    plan.addProperty("where", "page");
    plan.addProperty("channel", "/channel");
    plan.add("options", options);
    options.addProperty("backoff", 50);
  }

  public static Plan modern() {
    return bundle("modern");
  }

  /** With one of the files that a channel serves. */
  public static Plan bundle(String bundle) {
    return new Plan(bundle);
  }

  /** The channel lives in the page, in a worker, or in a frame. */
  public Plan in(String where) {
    plan.addProperty("where", where);
    return this;
  }

  public Plan frameFrom(String origin) {
    plan.addProperty("frame", origin);
    return in("frame");
  }

  public Plan channel(String url) {
    plan.addProperty("channel", url);
    return this;
  }

  public Plan transports(String... transports) {
    JsonArray all = new JsonArray();
    for (String transport : transports) {
      all.add(transport);
    }
    options.add("transports", all);
    return this;
  }

  public Plan reload() {
    options.addProperty("reload", true);
    return this;
  }

  /** It waits longer for a slow machine before it takes a transport for mute, and probes later. */
  public Plan patient() {
    options.addProperty("headStart", 1_000);
    return probes(600_000);
  }

  /** It probes every so many milliseconds. */
  public Plan probes(int interval) {
    JsonArray probes = new JsonArray();
    probes.add(interval);
    options.add("probes", probes);
    return this;
  }

  public JsonObject json() {
    return plan;
  }
}
