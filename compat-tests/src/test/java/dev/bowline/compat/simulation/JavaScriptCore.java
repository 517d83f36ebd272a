package dev.bowline.compat.simulation;

import dev.bowline.compat.NeededCommands;
import dev.bowline.server.session.SessionTerms;
import dev.bowline.server.session.SessionTerms.Overflow;
import dev.bowline.server.session.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * The JavaScript client's core and the histories' player, in this virtual machine. The sources are
 * bundled and lowered to ES5 by the client's own tools, compiled to bytecode by Rhino once, and run
 * by each thread in a scope of its own.
 */
final class JavaScriptCore {
  private static final Path CLIENT = Path.of("..", "js-client").toAbsolutePath().normalize();

  private final Script script;

  private JavaScriptCore(Script script) {
    this.script = script;
  }

  /** Bundles and compiles the client's sources, or a copy of them. */
  static JavaScriptCore of(Path sources) throws IOException, InterruptedException {
    Path bundle = Files.createTempFile("bowline", ".js");
    try {
      Process node =
          new ProcessBuilder(
                  NeededCommands.find("node").orElseThrow().toString(),
                  CLIENT.resolve("tests/simulation/bundle.mjs").toString(),
                  bundle.toString(),
                  sources.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (node.waitFor() != 0) {
        throw new IOException("the client's sources can't be bundled");
      }
      try (Context context = enter()) {
        return new JavaScriptCore(
            context.compileString(Files.readString(bundle), "simulation.js", 1, null));
      }
    } finally {
      Files.delete(bundle);
    }
  }

  /** The client's directory. */
  static Path client() {
    return CLIENT;
  }

  /** The sources of this build. */
  static Path sources() {
    return CLIENT.resolve("src");
  }

  private static Context enter() {
    Context context = Context.enter();
    context.setLanguageVersion(Context.VERSION_ES6);
    // A string is a string there, whoever made it.
    context.getWrapFactory().setJavaPrimitiveWrap(false);
    return context;
  }

  /** A player in the present thread, and for it only. */
  Player player() {
    return new Player(script);
  }

  /** Plays histories with both real ends. To be closed by the thread that made it. */
  static final class Player implements AutoCloseable {
    private final Context context = enter();
    private final Scriptable scope = context.initStandardObjects();
    private final Scriptable joint;

    private Player(Script script) {
      script.exec(context, scope);
      Scriptable simulation = (Scriptable) ScriptableObject.getProperty(scope, "Simulation");
      joint =
          (Scriptable)
              ScriptableObject.callMethod(
                  simulation,
                  "joint",
                  new Object[] {
                    new LambdaFunction(
                        scope,
                        "createServer",
                        10,
                        (cx, ignored, self, arguments) -> server(arguments))
                  });
    }

    private Object server(Object[] given) {
      SessionTerms terms =
          new SessionTerms(
              new Window(number(given[0]), number(given[1])),
              new Window(number(given[2]), number(given[3])),
              number(given[4]),
              number(given[5]),
              20_000,
              25_000,
              120_000,
              30_000,
              overflow(Context.toString(given[6])),
              List.of("websocket", "sse", "polling"));
      SimulatedApplication application =
          (SimulatedApplication) Context.jsToJava(given[8], SimulatedApplication.class);
      Function now = (Function) given[9];
      LongSupplier clock =
          () -> (long) Context.toNumber(now.call(context, scope, scope, new Object[0]));
      return Context.javaToJS(
          new RealServer(terms, number(given[7]), application, clock), scope, context);
    }

    private static int number(Object value) {
      return (int) Context.toNumber(value);
    }

    private static Overflow overflow(String word) {
      return switch (word) {
        case "close" -> Overflow.CLOSE;
        case "drop" -> Overflow.DROP_OLDEST;
        case "hold" -> Overflow.HOLD;
        default -> throw new IllegalArgumentException(word);
      };
    }

    /** Plays a history; empty if it keeps every promise, else why not and how to repeat it. */
    String play(String history) {
      return Context.toString(ScriptableObject.callMethod(joint, "play", new Object[] {history}));
    }

    /** What has been played, as JSON. */
    String tally() {
      return Context.toString(ScriptableObject.callMethod(joint, "tally", new Object[0]));
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
