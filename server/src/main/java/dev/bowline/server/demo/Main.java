package dev.bowline.server.demo;

import dev.bowline.server.ChannelServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Where {@code java -jar bowline-server.jar} begins. */
public final class Main {
  private static final int CANNOT_LISTEN = 1;
  private static final int BAD_ARGUMENTS = 2;

  private Main() {}

  public static void main(String[] line) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(line);
    } catch (Arguments.BadArgumentException bad) {
      System.err.println("bowline-server: " + bad.getMessage());
      System.err.print(Arguments.USAGE);
      System.exit(BAD_ARGUMENTS);
      return;
    }
    if (arguments.help()) {
      System.out.print(Arguments.USAGE);
      return;
    }
    try {
      System.out.println("Bowline is ready: " + start(arguments).url() + "/");
    } catch (UncheckedIOException cannotListen) {
      Throwable cause = cannotListen.getCause();
      System.err.println(
          "bowline-server: "
              + (cause == null ? cannotListen : cause).getMessage()
              + "; another --port or --host may be free");
      System.exit(CANNOT_LISTEN);
    }
  }

  /** Starts what is asked for; it goes on until the process is told to stop. */
  private static ChannelServer start(Arguments arguments) {
    DemoApplication demo = new DemoApplication();
    ChannelServer.Builder builder =
        ChannelServer.builder()
            .host(arguments.host())
            .port(arguments.port())
            .stopTimeout(Duration.ofSeconds(5))
            .channel("/channel", demo.channel())
            .handler(new PageHandler());
    if (arguments.conformance()) {
      builder.channel(
          "/conformance",
          new ConformanceApplication(Executors.newCachedThreadPool(Main::daemon))
              .channel()
              .build());
    }
    ChannelServer server = builder.build().start();
    Future<?> ticker = demo.tickBy(Executors.newSingleThreadScheduledExecutor(Main::daemon));
    Runnable stop =
        () -> {
          ticker.cancel(false);
          server.stop();
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
    return server;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "demo");
    thread.setDaemon(true);
    return thread;
  }
}
