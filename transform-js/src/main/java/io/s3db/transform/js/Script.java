package io.s3db.transform.js;

import java.util.Optional;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.PolyglotException.StackFrame;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.SourceSection;

/**
 * A transform's text, ready for any context. Each is itself only: contexts remember what they made
 * of it by identity.
 */
final class Script {
  private final String name;
  private final Source source;
  private final int lines;

  Script(String name, String text, Form form) {
    this.name = name;
    this.source = Source.newBuilder("js", form.wrap(text), name).buildLiteral();
    this.lines = (int) text.lines().count();
  }

  String name() {
    return name;
  }

  Source source() {
    return source;
  }

  /** Where in the text an error happened, if it was there: the innermost place. */
  Optional<Place> place(PolyglotException error) {
    Optional<Place> known = Optional.ofNullable(error.getSourceLocation()).flatMap(this::place);
    if (known.isPresent() || error.isSyntaxError()) {
      return known;
    }
    for (StackFrame frame : error.getPolyglotStackTrace()) {
      Optional<Place> place = Optional.ofNullable(frame.getSourceLocation()).flatMap(this::place);
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  private Optional<Place> place(SourceSection section) {
    if (!section.getSource().equals(source) || !section.hasLines()) {
      return Optional.empty();
    }
    int line = section.getStartLine() - 1; // the first line is the wrapper's
    return Optional.of(
        line > lines || line < 1
            ? new Place(Math.max(1, lines), Integer.MAX_VALUE)
            : new Place(line, section.getStartColumn()));
  }

  /** A place in a text, from 1; the column is that of the end, if the text ends too early. */
  record Place(int line, int column) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return line == other.line
          ? Integer.compare(column, other.column)
          : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
      return column == Integer.MAX_VALUE
          ? "at the end (line " + line + ")"
          : "line " + line + ", column " + column;
    }
  }
}
