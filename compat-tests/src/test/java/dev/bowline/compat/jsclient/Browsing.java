package dev.bowline.compat.jsclient;

import dev.bowline.compat.browsers.Chromium;
import dev.bowline.compat.browsers.Tab;
import dev.bowline.server.ChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Servers and tabs for a test; the tabs are of a Chromium that all tests of a run share. After each
 * test it closes them, and whatever else the test gave it, the youngest first.
 */
public final class Browsing implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace SHARED =
      ExtensionContext.Namespace.create(Browsing.class);
  private static final URI BLANK = URI.create("about:blank");

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Optional<Chromium> chromium = Optional.empty();

  @Override
  public void beforeEach(ExtensionContext context) {
    ExtensionContext.Store store = context.getRoot().getStore(SHARED);
    chromium =
        Optional.of(store.computeIfAbsent(Chromium.class, type -> started(), Chromium.class));
  }

  private static Chromium started() {
    try {
      return Chromium.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server with this channel, and the page that tests it. */
  public Pages serves(ChannelBuilder channel) {
    return closes(Pages.with(channel));
  }

  /** A new tab, on an empty page. */
  public Tab tab() {
    return closes(chromium.orElseThrow().open(BLANK));
  }

  /** The same in a window of its own, which no other hides, and with nothing remembered. */
  public Tab window() {
    return closes(chromium.orElseThrow().openApart(BLANK));
  }

  /** Such a window that asks this HTTP proxy for everything. */
  public Tab windowBehind(URI proxy) {
    return closes(chromium.orElseThrow().openBehind(proxy, BLANK));
  }

  /** Closes this too when the test is over. */
  public <T extends AutoCloseable> T closes(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
