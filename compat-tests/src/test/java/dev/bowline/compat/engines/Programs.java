package dev.bowline.compat.engines;

import dev.bowline.compat.DebianPackage;
import dev.bowline.compat.NeededCommands;
import dev.bowline.compat.NpmPackage;
import dev.bowline.compat.browsers.Chromium;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How each engine is started on a page. */
final class Programs {
  /** Debian's own, whatever else is on the PATH: its packages are seen by no other. */
  private static final String PYTHON = "/usr/bin/python3";

  /** X11 has no higher numbers. */
  private static final int DISPLAYS = 59_535;

  private Programs() {}

  static ProcessBuilder chromium(Path binary, URI page, Path scratch) {
    List<String> command = Chromium.headless(binary, scratch.resolve("profile"));
    // Or the older ones end when they have loaded the page.
    command.add("--remote-debugging-port=0");
    command.add(page.toString());
    return new ProcessBuilder(command);
  }

  /** One that npm has as a compressed program, which is unpacked once. */
  static Engine.Program packedChromium(String npmPackage, String file) {
    return (page, scratch) -> {
      Path packed = NpmPackage.find(npmPackage).orElseThrow().resolve("bin").resolve(file);
      return chromium(Builds.unpacked(packed, npmPackage), page, scratch);
    };
  }

  static ProcessBuilder firefox(URI page, Path scratch) throws IOException {
    Path profile = Files.createDirectories(scratch.resolve("profile"));
    Files.writeString(
        profile.resolve("user.js"),
        """
        user_pref("app.normandy.enabled", false);
        user_pref("app.update.enabled", false);
        user_pref("browser.aboutwelcome.enabled", false);
        user_pref("browser.region.network.url", "");
        user_pref("browser.shell.checkDefaultBrowser", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("network.captive-portal-service.enabled", false);
        user_pref("network.connectivity-service.enabled", false);
        user_pref("services.settings.server", "data:,#none");
        user_pref("toolkit.telemetry.enabled", false);
        """);
    return new ProcessBuilder(
        command("firefox-esr"),
        "--headless",
        "--no-remote",
        "--profile",
        profile.toString(),
        page.toString());
  }

  static ProcessBuilder wpe(URI page, Path scratch) {
    Path browser = DebianPackage.file("libwpewebkit-1.1-0", "/MiniBrowser").orElseThrow();
    return at(scratch, new ProcessBuilder(browser.toString(), "--headless", page.toString()));
  }

  /** On a display that is numbered like our port, so that no two tests take the same. */
  static ProcessBuilder webKitGtk(URI page, Path scratch) {
    Path browser = DebianPackage.file("libwebkit2gtk-4.1-0", "/MiniBrowser").orElseThrow();
    return at(
        scratch,
        new ProcessBuilder(
            command("xvfb-run"),
            "--server-num=" + page.getPort() % DISPLAYS,
            browser.toString(),
            page.toString()));
  }

  static ProcessBuilder qtWebKit(URI page, Path scratch) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(PYTHON, Builds.resource("qtwebkit.py").toString(), page.toString());
    return offscreen(at(scratch, command));
  }

  static Engine.Program phantom(String npmPackage) {
    return (page, scratch) -> {
      Path binary = NpmPackage.find(npmPackage).orElseThrow().resolve("bin/linux/x64/phantomjs");
      ProcessBuilder command =
          new ProcessBuilder(
              binary.toString(), Builds.resource("phantom.js").toString(), page.toString());
      // Told of certificates, it loads an OpenSSL of today and crashes.
      command.environment().clear();
      command.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "OPENSSL_CONF", "/dev/null"));
      return at(scratch, command);
    };
  }

  /** It wants a session bus, and gets one on which there is nobody else. */
  static ProcessBuilder khtml(URI page, Path scratch) throws IOException {
    return offscreen(
        at(
            scratch,
            new ProcessBuilder(
                command("dbus-run-session"),
                "--config-file=" + Builds.resource("bus.conf"),
                "--",
                Builds.compiledKhtml().toString(),
                page.toString())));
  }

  private static String command(String name) {
    return NeededCommands.find(name).orElseThrow().toString();
  }

  private static ProcessBuilder offscreen(ProcessBuilder command) {
    command.environment().put("QT_QPA_PLATFORM", "offscreen");
    return command;
  }

  /** It finds an empty home, and leaves nothing in anybody's. */
  static ProcessBuilder at(Path scratch, ProcessBuilder command) {
    for (String home :
        List.of("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")) {
      command.environment().put(home, scratch.toString());
    }
    return command.directory(scratch.toFile());
  }
}
