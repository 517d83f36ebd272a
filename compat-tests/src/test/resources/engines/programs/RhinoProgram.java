import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * Rhino with what a page's script needs around it, see rhino.js. Arguments: the page's address and
 * that script. Run as a source file.
 */
public class RhinoProgram {
  private final ScheduledExecutorService page = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledExecutorService requests = Executors.newScheduledThreadPool(8);
  private final Map<Integer, Future<?>> timers = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Context context;
  private Scriptable scope;

  private RhinoProgram(URI address) {
    this.address = address;
  }

  public static void main(String[] arguments) throws Exception {
    RhinoProgram program = new RhinoProgram(URI.create(arguments[0]));
    program.page.submit(() -> program.begins(Path.of(arguments[1]))).get();
  }

  private Object begins(Path surroundings) throws Exception {
    context = Context.enter();
    context.getWrapFactory().setJavaPrimitiveWrap(false);
    // What it would compile to is too large for a method.
    context.setOptimizationLevel(-1);
    scope = context.initStandardObjects();
    ScriptableObject.putProperty(scope, "host", Context.javaToJS(this, scope));
    runs(Files.readString(surroundings), "rhino.js");
    for (String script : new String[] {"/channel/bowline.legacy.min.js", "/exchanges.js"}) {
      HttpRequest request = HttpRequest.newBuilder(address.resolve(script)).build();
      runs(http.send(request, BodyHandlers.ofString()).body(), script);
    }
    return runs("begins()", "begin");
  }

  private Object runs(String script, String name) {
    return context.evaluateString(scope, script, name, 1, null);
  }

  private void calls(Function function, Object... arguments) {
    try {
      function.call(context, scope, scope, arguments);
    } catch (RuntimeException e) {
      reports("{\"error\":" + quoted(String.valueOf(e)) + "}");
    }
  }

  public String page() {
    return address.toString();
  }

  public int later(Function callback, double millis) {
    int id = ids.incrementAndGet();
    Runnable due =
        () -> {
          timers.remove(id);
          calls(callback);
        };
    timers.put(id, page.schedule(due, (long) millis, TimeUnit.MILLISECONDS));
    return id;
  }

  public void never(double timer) {
    Future<?> waiting = timers.remove((int) timer);
    if (waiting != null) {
      waiting.cancel(false);
    }
  }

  public String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      quoted.append(
          c < ' ' || c == '"' || c == '\\' || c > '~' ? "\\u%04x".formatted((int) c) : c);
    }
    return quoted.append('"').toString();
  }

  public void reports(String json) {
    HttpRequest report =
        HttpRequest.newBuilder(address.resolve("/report"))
            .POST(BodyPublishers.ofString(json))
            .build();
    try {
      http.send(report, BodyHandlers.discarding());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public Exchange asks(
      String method, String url, String headers, String body, Function changes) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(url));
    request.method(
        method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    request.headers(headers.split("\n"));
    Exchange exchange = new Exchange(changes);
    exchange.work = requests.submit(() -> exchange.runs(request.build()));
    return exchange;
  }

  /** A request and its reply, which is told bit by bit. */
  public class Exchange {
    private final Function changes;
    private volatile HttpResponse<?> response;
    private volatile boolean cancelled;
    private Future<?> work;

    private Exchange(Function changes) {
      this.changes = changes;
    }

    private void runs(HttpRequest request) {
      StringBuilder text = new StringBuilder();
      try {
        var reply = http.send(request, BodyHandlers.ofInputStream());
        response = reply;
        try (Reader reader = new InputStreamReader(reply.body(), StandardCharsets.UTF_8)) {
          char[] part = new char[8192];
          for (int length; (length = reader.read(part)) >= 0; ) {
            turns(3, reply.statusCode(), text.append(part, 0, length).toString());
          }
        }
        turns(4, reply.statusCode(), text.toString());
      } catch (Exception broken) {
        turns(4, 0, "");
      }
    }

    private void turns(int state, int status, String text) {
      page.execute(
          () -> {
            if (!cancelled) {
              calls(changes, state, status, text);
            }
          });
    }

    public String header(String name) {
      return response == null ? null : response.headers().firstValue(name).orElse(null);
    }

    public void cancel() {
      cancelled = true;
      work.cancel(true);
    }
  }
}
