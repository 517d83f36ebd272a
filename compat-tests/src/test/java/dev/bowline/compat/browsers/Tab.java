package dev.bowline.compat.browsers;

import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One tab of a {@link Chromium}. */
public final class Tab implements AutoCloseable {
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final Chromium browser;
  private final String target;
  private final String session;

  Tab(Chromium browser, String target, String session) {
    this.browser = browser;
    this.target = target;
    this.session = session;
    call("Page.enable", Map.of());
    call("Runtime.enable", Map.of());
  }

  public JsonObject call(String method, Map<String, Object> parameters) {
    return browser.call(method, parameters, session);
  }

  public void navigate(URI url) {
    call("Page.navigate", Map.of("url", url.toString()));
    await(
        "document.readyState === 'complete' && (location.href !== 'about:blank' || %s)"
            .formatted(url.toString().startsWith("about:")));
  }

  public void reload() {
    evaluate("window.beforeReload = true");
    call("Page.reload", Map.of());
    await("!window.beforeReload && document.readyState === 'complete'");
  }

  /** The value of an expression; a promise is waited for. */
  public JsonElement evaluate(String expression) {
    JsonObject answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    JsonObject thrown = answer.getAsJsonObject("exceptionDetails");
    if (thrown != null) {
      throw new IllegalStateException(expression + ": " + thrown);
    }
    JsonElement value = answer.getAsJsonObject("result").get("value");
    return value == null ? new JsonPrimitive("") : value;
  }

  String text(String selector) {
    return evaluate("document.querySelector('" + selector + "').textContent.trim()").getAsString();
  }

  long number(String selector) {
    return evaluate("+document.querySelector('" + selector + "').textContent.replace(/\\D/g, '')")
        .getAsLong();
  }

  void click(String selector) {
    evaluate("document.querySelector('" + selector + "').click()");
  }

  /** Waits until the expression is true. */
  public void await(String expression) {
    await(expression, Duration.ofSeconds(40));
  }

  public void await(String expression, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    while (!isTrue(expression)) {
      if (Instant.now().isAfter(deadline)) {
        fail("never came true: " + expression + "\nin: " + evaluate("document.body.innerText"));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
    }
  }

  private boolean isTrue(String expression) {
    try {
      return evaluate("!!(" + expression + ")").getAsBoolean();
    } catch (IllegalStateException betweenTwoPages) {
      return false;
    }
  }

  void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void screenshot(Path file) throws IOException {
    String data = call("Page.captureScreenshot", Map.of("format", "png")).get("data").getAsString();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(data));
  }

  @Override
  public void close() {
    browser.call("Target.closeTarget", Map.of("targetId", target), "");
  }
}
