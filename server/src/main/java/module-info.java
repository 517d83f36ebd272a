import org.jspecify.annotations.NullMarked;

/**
 * The server's half of Bowline: one logical channel to a browser, over whatever the network lets
 * through.
 */
@NullMarked
module dev.bowline.server {
  // Signatures of the API name Jetty's Handler and Server: the host's own tree is where a channel
  // lives.
  requires transitive org.eclipse.jetty.server;
  requires org.eclipse.jetty.websocket.core.server;
  requires com.google.common;
  requires org.slf4j;
  // Annotations only; nothing of it is needed at run time.
  requires static transitive org.jspecify;
  // HTTP/2 of the stand-alone server: there if their jars are.
  requires static org.eclipse.jetty.http2.server;
  requires static org.eclipse.jetty.alpn.server;

  // What an application touches. Every other package is free to change.
  exports dev.bowline.server;
}
