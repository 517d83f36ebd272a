package dev.bowline.server.transport;

import com.google.common.base.Splitter;
import dev.bowline.server.wire.MalformedException;
import dev.bowline.server.wire.Numbers;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;

/**
 * The query of a request. A repeated parameter counts by its first value, an unknown one is
 * ignored, and a malformed number is a {@link MalformedException} that names it.
 */
final class Parameters {
  private static final Splitter PAIRS = Splitter.on('&').omitEmptyStrings();

  private final Fields fields;

  private Parameters(Fields fields) {
    this.fields = fields;
  }

  static Parameters of(Request request) {
    // Neither Request.extractQueryParameters, which keeps what it made for as long as the request
    // lives, nor what decodes every query byte by byte: ours have nothing to decode, mostly.
    Fields fields = new Fields();
    String query = request.getHttpURI().getQuery();
    if (query != null) {
      try {
        for (String pair : PAIRS.split(query)) {
          int equals = pair.indexOf('=');
          fields.add(
              decoded(equals < 0 ? pair : pair.substring(0, equals)),
              equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
      } catch (RuntimeException undecodable) {
        throw new MalformedException("the query can't be decoded");
      }
    }
    return new Parameters(fields);
  }

  private static String decoded(String encoded) {
    boolean plain = encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0;
    return plain ? encoded : UrlEncoded.decodeString(encoded);
  }

  Optional<String> text(String name) {
    Fields.Field field = fields.get(name);
    return field == null ? Optional.empty() : Optional.ofNullable(field.getValue());
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  OptionalLong number(String name) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Numbers.parse(value.get()));
    } catch (MalformedException malformed) {
      throw new MalformedException("the parameter " + name + " is not a number from 0 to 2^53-1");
    }
  }

  /** A number that counts from 1. */
  OptionalLong positive(String name) {
    OptionalLong number = number(name);
    if (number.isPresent() && number.getAsLong() == 0) {
      throw new MalformedException("the parameter " + name + " counts from 1");
    }
    return number;
  }

  long required(String name) {
    return number(name)
        .orElseThrow(() -> new MalformedException("the parameter " + name + " is missing"));
  }
}
