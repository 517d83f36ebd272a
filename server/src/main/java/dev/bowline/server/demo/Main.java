package dev.bowline.server.demo;

/** Where {@code java -jar bowline-server.jar} begins. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("usage: java -jar bowline-server.jar [--port 8080] [--host 127.0.0.1]");
  }
}
