package io.s3db.cli.lines;

import io.s3db.Document;
import io.s3db.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A JSON object on every line; empty lines are passed over. */
public final class JsonLines implements RecordLines {
  private final RawLines lines;

  /** Reads a stream; it is not closed. */
  public JsonLines(InputStream in) {
    this.lines = new RawLines(in, OptionalInt.empty());
  }

  @Override
  public Optional<Line> next() throws IOException {
    Optional<RawLine> next = lines.next();
    while (next.isPresent() && next.get().problem() == null && next.get().text().isBlank()) {
      next = lines.next();
    }
    return next.map(JsonLines::read);
  }

  @Override
  public long position() {
    return lines.position();
  }

  @SuppressWarnings("unchecked") // the parser gives maps with text keys only
  private static Line read(RawLine raw) {
    if (raw.problem() != null) {
      return new Line.Broken(raw.number(), raw.problem());
    }
    try {
      return Json.parse(raw.text()) instanceof Map<?, ?> map
          ? new Line.Read(raw.number(), Document.wrap((Map<String, @Nullable Object>) map))
          : new Line.Broken(
              raw.number(), "it is no JSON object: a record looks like {\"name\":\"Ada\"}.");
    } catch (IllegalArgumentException e) {
      return new Line.Broken(raw.number(), "it is " + firstLine(e.getMessage()) + ".");
    }
  }

  private static String firstLine(@Nullable String message) {
    String text = message == null ? "not JSON" : message;
    return text.lines().findFirst().orElse(text);
  }
}
