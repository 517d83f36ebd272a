package dev.bowline.compat.docs;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A block of Java in the docs, as a file that compiles. A block that begins with {@code import} is
 * one already. Any other is the body of a method that may throw anything, in a class that imports
 * the API and what of Jetty the docs speak of, and that has what a reader would have around it: a
 * Channel {@code chat}, a Handler {@code servlets}, a String {@code password}, and a method {@code
 * store}.
 *
 * @param name the name of its class
 */
record JavaSample(String name, String text) {
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

  static JavaSample of(Document.Block block) {
    if (block.text().startsWith("import ")) {
      Matcher declared = CLASS.matcher(block.text());
      if (!declared.find()) {
        throw new AssertionError("a whole file without a public class: " + block.title());
      }
      return new JavaSample(declared.group(1), block.text());
    }
    String declaration =
        block.text().contains("Channel chat =") ? "" : "Channel chat = Channel.builder().build();";
    return new JavaSample(
        "Sample",
        """
        import dev.bowline.server.*;
        import java.time.Duration;
        import java.util.concurrent.*;
        import org.eclipse.jetty.server.*;
        import org.eclipse.jetty.server.handler.DefaultHandler;
        import org.eclipse.jetty.util.ssl.SslContextFactory;

        @SuppressWarnings("unused")
        public class Sample {
          private final Handler servlets = new DefaultHandler();
          private final String password = "";

          private CompletionStage<Void> store(Message message) {
            return CompletableFuture.completedStage(null);
          }

          void sample() throws Exception {
            %s
            %s
          }
        }
        """
            .formatted(declaration, block.text()));
  }

  /** The same with another text in the place of one that it must contain. */
  JavaSample with(String old, String replacement) {
    if (!text.contains(old)) {
      throw new AssertionError("no " + old + " in the sample");
    }
    return new JavaSample(name, text.replace(old, replacement));
  }

  /** Compiles it into the folder, against what this test was compiled against. */
  void compile(Path folder) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter log = new StringWriter();
    List<String> options =
        List.of(
            "-d",
            folder.toString(),
            "-cp",
            classPath(),
            "--release",
            "17",
            "-proc:none",
            "-Xlint:all,-classfile,-processing",
            "-Werror");
    List<JavaFileObject> files = List.of(new Source(name, text));
    if (!compiler.getTask(log, null, null, options, null, files).call()) {
      throw new AssertionError(log + "\n" + text);
    }
  }

  static String classPath() {
    return System.getProperty("java.class.path", "");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
