package dev.bowline.benchmarks.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nchan, from the distribution's nginx: one worker a core, each with its own listening socket. */
final class Nchan {
  private static final int START_SECONDS = 10;
  private static final Pattern MODULES = Pattern.compile("--modules-path=(\\S+)");

  private Nchan() {}

  /** What it was set to, for people. */
  static final String SETTINGS =
      "one worker a core, reuseport, no access log, keep-alive without bound, 1,024 messages kept";

  private static final String CONFIGURATION =
      """
      load_module MODULES/ngx_nchan_module.so;
      USER
      daemon off;
      pid nginx.pid;
      error_log stderr error;
      worker_processes auto;
      worker_cpu_affinity auto;
      events {
        worker_connections 16384;
      }
      http {
        access_log off;
        tcp_nodelay on;
        keepalive_requests 1000000000;
        keepalive_timeout 1h;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        nchan_shared_memory_size 256m;
        server {
          listen 127.0.0.1:PORT reuseport backlog=4096;
          nchan_channel_id all;
          location = /publish {
            nchan_publisher;
            nchan_message_buffer_length 1024;
            nchan_message_timeout 2m;
          }
          location = /websocket {
            nchan_subscriber websocket;
            nchan_subscriber_first_message newest;
            nchan_websocket_ping_interval 20;
          }
          location = /stream {
            nchan_subscriber eventsource;
            nchan_subscriber_first_message newest;
            nchan_eventsource_ping_interval 20;
          }
          location = /poll {
            nchan_subscriber longpoll;
            nchan_subscriber_first_message newest;
            nchan_subscriber_timeout 25s;
          }
          location = /poll-several {
            nchan_subscriber longpoll;
            nchan_longpoll_multipart_response on;
            nchan_subscriber_first_message newest;
            nchan_subscriber_timeout 25s;
          }
        }
      }
      """;

  static Running start() {
    try {
      int port = freePort();
      Path directory = Launch.directory();
      Path file = directory.resolve("nginx.conf");
      Files.writeString(file, configuration(port));
      Process process =
          new ProcessBuilder(
                  List.of("nginx", "-p", directory + "/", "-e", "stderr", "-c", file.toString()))
              .inheritIO()
              .redirectInput(ProcessBuilder.Redirect.PIPE)
              .start();
      Running running = new Running(process, new BufferedReader(Reader.nullReader()), port, port);
      await(process, running);
      return running;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static String version() {
    configuration(0);
    String nginx = Launch.output("nginx", "-v").replaceAll(".*/", "");
    String nchan = Launch.output("dpkg-query", "-W", "-f", "${Version}", "libnginx-mod-nchan");
    return String.format(Locale.ROOT, "nchan %s in nginx %s", nchan, nginx);
  }

  private static String configuration(int port) {
    Matcher modules = MODULES.matcher(Launch.output("nginx", "-V"));
    if (!modules.find()) {
      throw new IllegalStateException("nginx is not here, or has no modules");
    }
    String user = System.getProperty("user.name", "");
    return CONFIGURATION
        .replace("MODULES", modules.group(1))
        .replace("USER", user.equals("root") ? "user root root;" : "")
        .replace("PORT", Integer.toString(port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static void await(Process process, Running running) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() < until) {
      if (listens(running.address())) {
        return;
      }
    }
    running.close();
    throw new IllegalStateException("nginx does not start; its error output says why");
  }

  private static boolean listens(InetSocketAddress address) {
    try (Socket probe = new Socket()) {
      probe.connect(address);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
