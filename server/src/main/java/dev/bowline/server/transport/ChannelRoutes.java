package dev.bowline.server.transport;

import dev.bowline.server.security.Origins;
import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.TooBigException;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of a channel's routes: which request does what. {@code B} is the channel's path.
 *
 * <pre>
 *   GET     B          upgrade | event stream | description     {@link WebSocketRoute} {@link StreamRoute}
 *   POST    B          open for polling                         {@link PollRoute}
 *   GET     B/token    upgrade | event stream | poll            the same three
 *   POST    B/token    messages, acknowledgement, close         {@link PostRoute}
 *   DELETE  B/token    close                                    {@link PostRoute}
 *   HEAD    any        description
 *   OPTIONS any        preflight
 *   GET     B/*.js     the client's files                       {@link ClientFiles}
 * </pre>
 *
 * What is checked before the routes: the origin, then whose request it is. What they throw is
 * answered here: a {@link MalformedException} with 400, a {@link RefusedException} with what it
 * says.
 */
public final class ChannelRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelRoutes.class);

  private final Host host;
  private final Origins origins;
  private final ClientFiles files = new ClientFiles();
  private final WebSocketRoute webSockets;
  private final StreamRoute streams;
  private final PollRoute polls;
  private final PostRoute posts;

  public ChannelRoutes(Host host, Origins origins, WebSocketComponents components) {
    this.host = host;
    this.origins = origins;
    this.webSockets = new WebSocketRoute(host, components);
    this.streams = new StreamRoute(host);
    this.polls = new PollRoute(host);
    this.posts = new PostRoute(host);
  }

  /**
   * Handles a request to the channel.
   *
   * @param path what follows the channel's own path: nothing, or a slash and a name
   */
  public void handle(String path, Request request, Response response, Callback callback) {
    String name = path.isEmpty() ? "" : path.substring(1);
    if (files.serve(name, request, response, callback)) {
      return;
    }
    Replies.prepare(response);
    if (!origins.admit(request, response)) {
      Replies.refuse(Problem.forbiddenOrigin(), response, callback);
      return;
    }
    HttpMethod method = HttpMethod.fromString(request.getMethod());
    if (method == HttpMethod.OPTIONS) {
      origins.preflight(request, response);
      response.write(true, null, callback);
    } else if (method == HttpMethod.HEAD) {
      describe(response, callback);
    } else {
      identified(name, request, response, callback);
    }
  }

  private void identified(String name, Request request, Response response, Callback callback) {
    CompletableFuture<Optional<Principal>> identity = identify(request);
    CompletableFuture<?> unused =
        identity.whenComplete(
            (principal, refused) -> {
              try {
                if (refused != null) {
                  throw refused;
                }
                route(new Call(name, principal, request, response, callback));
              } catch (Throwable thrown) {
                answer(thrown, response, callback);
              }
            });
  }

  private CompletableFuture<Optional<Principal>> identify(Request request) {
    try {
      return host.identify(request).toCompletableFuture();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void route(Call call) {
    Request request = call.request();
    String method = request.getMethod();
    if (WebSocketRoute.isUpgrade(request)) {
      webSockets.handle(call);
    } else if (HttpMethod.GET.is(method)) {
      get(call);
    } else if (HttpMethod.POST.is(method)) {
      if (call.opens()) {
        polls.open(call);
      } else {
        posts.post(call);
      }
    } else if (HttpMethod.DELETE.is(method) && !call.opens()) {
      posts.delete(call);
    } else {
      call.response().getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST, DELETE, OPTIONS");
      throw new RefusedException(Problem.methodNotAllowed());
    }
  }

  private void get(Call call) {
    if (StreamRoute.isAccepted(call.request())) {
      streams.handle(call);
    } else if (call.opens()) {
      describe(call.response(), call.callback());
    } else {
      polls.attach(call);
    }
  }

  private void describe(Response response, Callback callback) {
    Replies.json(Description.of(host.terms()), response, callback);
  }

  static void answer(Throwable thrown, Response response, Callback callback) {
    Throwable cause = thrown;
    if (thrown instanceof CompletionException && thrown.getCause() != null) {
      cause = thrown.getCause();
    }
    if (response.isCommitted()) {
      callback.failed(cause);
    } else {
      Replies.refuse(problem(cause), response, callback);
    }
  }

  static Problem problem(Throwable cause) {
    if (cause instanceof RefusedException refused) {
      return refused.problem();
    }
    if (cause instanceof TooBigException tooBig) {
      return Problem.tooBig(String.valueOf(tooBig.getMessage()));
    }
    if (cause instanceof MalformedException malformed) {
      return Problem.malformed(String.valueOf(malformed.getMessage()));
    }
    if (cause instanceof HttpException http && HttpStatus.isClientError(http.getCode())) {
      return Problem.malformed("a header can't be read");
    }
    LOG.warn("A request to the channel failed", cause);
    return Problem.failed();
  }
}
