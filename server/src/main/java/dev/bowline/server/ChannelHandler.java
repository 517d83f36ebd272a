package dev.bowline.server;

import dev.bowline.server.security.Origins;
import dev.bowline.server.transport.ChannelRoutes;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Channel} on a path of a Jetty server: anywhere in its tree of handlers, with the
 * server's own connectors, TLS and thread pool. What isn't for the channel goes to the wrapped
 * handler, if there is one, or is left to the next in the tree.
 *
 * <pre>{@code
 * Server server = new Server(8080);
 * ChannelHandler channel = new ChannelHandler("/channel", chat);
 * channel.setHandler(servletContext);
 * server.setHandler(channel);
 * }</pre>
 *
 * <p>A server that has a stop timeout is stopped in good order: see {@link ChannelBuilder#drain}.
 */
public final class ChannelHandler extends Handler.Wrapper implements Graceful {
  private final String path;
  private final Channel channel;

  /** The path with that of the context before it. */
  private volatile String fullPath;

  private volatile @Nullable ChannelRuntime runtime;
  private volatile @Nullable ChannelRoutes routes;
  private volatile @Nullable CompletableFuture<Void> draining;

  /**
   * @param path where the channel is, inside the context that the handler is in: it begins with a
   *     slash and doesn't end with one
   * @throws IllegalArgumentException if it is no such path
   */
  public ChannelHandler(String path, Channel channel) {
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException(
          "the channel's path '" + path + "' has to begin with a slash and not to end with one");
    }
    this.path = path;
    this.fullPath = path;
    this.channel = Objects.requireNonNull(channel, "channel");
  }

  /** The channel's path. */
  public String path() {
    return path;
  }

  /** The channel. */
  public Channel channel() {
    return channel;
  }

  @Override
  protected void doStart() throws Exception {
    Server server = getServer();
    // Not Request.getPathInContext, which needs a context that not every handler tree has.
    ContextHandler context = AbstractContainer.findContainerOf(server, ContextHandler.class, this);
    boolean inContext = context != null && context.getContextPath().length() > 1;
    fullPath = inContext ? context.getContextPath() + path : path;
    WebSocketComponents components = WebSocketServerComponents.ensureWebSocketComponents(server);
    ChannelRuntime started =
        new ChannelRuntime(channel, server.getThreadPool(), server.getScheduler());
    draining = null;
    routes =
        new ChannelRoutes(started, new Origins(channel.options().allowedOrigins()), components);
    super.doStart();
    started.start();
    runtime = started;
  }

  @Override
  protected void doStop() throws Exception {
    ChannelRuntime stopped = runtime;
    runtime = null;
    if (stopped != null) {
      stopped.stop();
    }
    super.doStop();
  }

  /** Begins an orderly stop; Jetty calls it. */
  @Override
  public CompletableFuture<Void> shutdown() {
    ChannelRuntime running = runtime;
    CompletableFuture<Void> begun = draining;
    if (begun == null) {
      begun = running == null ? CompletableFuture.completedFuture(null) : running.drain();
      draining = begun;
    }
    return begun;
  }

  @Override
  public boolean isShutdown() {
    return draining != null;
  }

  /** Callbacks of the application may block. */
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    ChannelRoutes table = routes;
    String rest = rest(request);
    if (rest == null || table == null) {
      return super.handle(request, response, callback);
    }
    table.handle(rest, request, response, callback);
    return true;
  }

  /** What follows the channel's path in the request's; null if it is not the channel's. */
  private @Nullable String rest(Request request) {
    String full = request.getHttpURI().getCanonicalPath();
    if (full == null || !full.startsWith(fullPath)) {
      return null;
    }
    String rest = full.substring(fullPath.length());
    return rest.isEmpty() || rest.startsWith("/") ? rest : null;
  }
}
