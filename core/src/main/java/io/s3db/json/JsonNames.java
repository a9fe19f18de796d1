package io.s3db.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** Looks for members of a JSON object that need not fit into memory. */
public final class JsonNames {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(1 << 20)
                  .build())
          .build();

  private JsonNames() {}

  /**
   * Whether the bytes are exactly one JSON object that has a member of one of these names. False
   * also for what is no JSON.
   *
   * @throws IOException if the stream cannot be read
   */
  public static boolean anyOf(InputStream json, Set<String> names) throws IOException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), new Open(json))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      boolean found = false;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        found |= names.contains(parser.currentName());
        parser.nextToken();
        parser.skipChildren();
      }
      return found && parser.nextToken() == null;
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      return false;
    }
  }

  /** Stays open when the parser is closed: more is to be read from it. */
  private static final class Open extends java.io.FilterInputStream {
    Open(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
