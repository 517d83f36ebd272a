package dev.bowline.compat.client;

/** Where a server is, and how a line to it is laid. */
public interface Address {

  /** A new line. */
  Line line();

  /** What stands in the {@code Host} header. */
  String host();

  int port();

  /** A server on this machine. */
  static Address local(int port) {
    return new Address() {
      @Override
      public Line line() {
        return Line.to(port);
      }

      @Override
      public String host() {
        return "127.0.0.1:" + port;
      }

      @Override
      public int port() {
        return port;
      }
    };
  }
}
