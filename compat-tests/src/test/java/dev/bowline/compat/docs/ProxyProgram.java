package dev.bowline.compat.docs;

import dev.bowline.compat.NeededCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy's program: how it is started, and what its configurations stand in. */
enum ProxyProgram {
  NGINX("nginx", "nginx", "-v"),
  HAPROXY("haproxy", "haproxy", "-v"),
  APACHE("apache", "apache2", "-v"),
  CADDY("caddy", "caddy", "version"),
  VARNISH("vcl", "varnishd", "-V"),
  LIGHTTPD("lighttpd", "lighttpd", "-v"),
  SQUID("squid", "squid", "-v"),
  PRIVOXY("privoxy", "privoxy", "--version"),
  MITMPROXY("mitmproxy", "mitmdump", "--version");

  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)*");

  private final String language;
  private final String command;
  private final String versionFlag;

  ProxyProgram(String language, String command, String versionFlag) {
    this.language = language;
    this.command = command;
    this.versionFlag = versionFlag;
  }

  /** The one whose configurations are written in this language, if any. */
  static Optional<ProxyProgram> of(String language) {
    return Arrays.stream(values()).filter(it -> it.language.equals(language)).findFirst();
  }

  String command() {
    return command;
  }

  private String path() {
    return NeededCommands.find(command).orElseThrow().toString();
  }

  /** What it says of its own version. */
  String version() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(path(), versionFlag).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Matcher version = VERSION.matcher(said);
    return version.find() ? version.group() : said;
  }

  /** Starts it in the foreground with this file, in this folder, on this port of 127.0.0.1. */
  List<String> start(Path file, Path folder, int port) {
    return switch (this) {
      case NGINX -> List.of(path(), "-c", "" + file, "-p", "" + folder, "-e", "stderr");
      case HAPROXY -> List.of(path(), "-db", "-f", "" + file);
      case APACHE -> List.of(path(), "-f", "" + file, "-DFOREGROUND");
      case CADDY -> List.of(path(), "run", "--config", "" + file, "--adapter", "caddyfile");
      case VARNISH ->
          List.of(
              path(),
              "-F",
              "-j",
              "none",
              "-n",
              "" + folder.resolve("varnish"),
              "-f",
              "" + file,
              "-a",
              "127.0.0.1:" + port,
              "-s",
              "malloc,16m",
              "-T",
              "none");
      case LIGHTTPD -> List.of(path(), "-D", "-f", "" + file);
      case SQUID -> List.of(path(), "-N", "-d", "1", "-f", "" + file);
      case PRIVOXY -> List.of(path(), "--no-daemon", "" + file);
      case MITMPROXY ->
          List.of(
              path(), "--set", "confdir=" + folder, "--listen-host", "127.0.0.1", "-p", "" + port);
    };
  }

  /** The name that its configuration's file must have. */
  String fileName() {
    return this == MITMPROXY ? "config.yaml" : "configuration." + language;
  }

  /** What a configuration stands in, on a machine where it is not the only one. */
  String surrounds(String text, Path folder, int port) {
    return switch (this) {
      case NGINX ->
          """
          daemon off;
          worker_processes 1;
          pid %1$s/pid;
          events {}
          http {
            access_log off;
            client_body_temp_path %1$s/body;
            proxy_temp_path %1$s/proxy;
            fastcgi_temp_path %1$s/fastcgi;
            uwsgi_temp_path %1$s/uwsgi;
            scgi_temp_path %1$s/scgi;
          %2$s
          }
          """
              .formatted(folder, text);
      case APACHE ->
          """
          ServerRoot /usr/lib/apache2
          ServerName localhost
          Listen 127.0.0.1:%1$d
          PidFile %2$s/pid
          DefaultRuntimeDir %2$s
          Mutex file:%2$s default
          ErrorLog /dev/stderr
          LoadModule mpm_event_module modules/mod_mpm_event.so
          LoadModule authz_core_module modules/mod_authz_core.so
          LoadModule headers_module modules/mod_headers.so
          LoadModule proxy_module modules/mod_proxy.so
          LoadModule proxy_http_module modules/mod_proxy_http.so
          %3$s
          """
              .formatted(port, folder, text);
      case CADDY -> "{\n  admin off\n  auto_https off\n}\n" + text + "\n";
      case SQUID ->
          """
          %2$s
          pid_filename none
          access_log none
          cache_log /dev/null
          coredump_dir %1$s
          netdb_filename none
          visible_hostname localhost
          shutdown_lifetime 1 second
          pinger_enable off
          """
              .formatted(folder, text);
      case PRIVOXY ->
          """
          confdir /etc/privoxy
          logdir %1$s
          temporary-directory %1$s
          %2$s
          """
              .formatted(folder, text);
      case LIGHTTPD -> "server.document-root = \"" + folder + "\"\n" + text + "\n";
      case HAPROXY, VARNISH, MITMPROXY -> text + "\n";
    };
  }
}
