package dev.bowline.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The vectors that the Java codec and the JavaScript codec share. */
final class Vectors {
  private static final Path DIRECTORY = Path.of("..", "compat-tests", "vectors");

  private Vectors() {}

  /** The vectors of a file that is one list. */
  static Stream<Vector> of(String file) {
    return vectors(read(file));
  }

  /** The vectors of one of the lists in a file. */
  static Stream<Vector> of(String file, String list) {
    return Vector.of(read(file)).list(list);
  }

  private static Object read(String file) {
    try {
      return JsonReader.read(Files.readString(DIRECTORY.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Vector> vectors(Object list) {
    return ((List<?>) list).stream().map(Map.class::cast).map(Vector::new);
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  static String string(ByteBuffer utf8) {
    return new String(bytes(utf8), UTF_8);
  }

  /** One vector, or an object inside one. */
  record Vector(Map<?, ?> members) {
    static Vector of(Object members) {
      return new Vector((Map<?, ?>) members);
    }

    boolean has(String name) {
      return members.containsKey(name);
    }

    /** A string as it stands there, lone surrogates and all. */
    String text(String name) {
      return (String) member(name);
    }

    long number(String name) {
      return Numbers.parse(((JsonReader.Numeral) member(name)).literal());
    }

    boolean flag(String name) {
      return has(name) && (Boolean) member(name);
    }

    Vector object(String name) {
      return of(member(name));
    }

    Stream<Vector> list(String name) {
      return vectors(member(name));
    }

    List<String> texts(String name) {
      return ((List<?>) member(name)).stream().map(String.class::cast).toList();
    }

    /** Bytes, given as text or under the name that ends in {@code Base64}. */
    byte[] bytes(String name) {
      return has(name)
          ? text(name).getBytes(UTF_8)
          : Base64.getDecoder().decode(text(name + "Base64"));
    }

    /** The message, made as an application makes it. */
    Payload message() {
      return has("text")
          ? Payload.text(text("text"))
          : Payload.binary(Base64.getDecoder().decode(text("base64")));
    }

    Object member(String name) {
      Object member = members.get(name);
      if (member == null) {
        throw new AssertionError("no " + name + " in " + this);
      }
      return member;
    }

    @Override
    public String toString() {
      return has("name") ? text("name") : members.toString();
    }
  }
}
