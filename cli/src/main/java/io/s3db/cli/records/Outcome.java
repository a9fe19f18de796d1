package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.ValidationException;
import io.s3db.cli.lines.Line;
import io.s3db.cli.place.Redaction;
import io.s3db.schema.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of a line.
 *
 * @param line which one
 * @param failure why it was not written, or null
 */
record Outcome(Line line, @Nullable S3dbException failure) {
  /** Whether there is a record now. */
  boolean written() {
    return failure == null && line instanceof Line.Read;
  }

  /** For people: the line, the fields, what to do. */
  String text() {
    return "line " + line.number() + ": " + reason();
  }

  private String reason() {
    return switch (line) {
      case Line.Broken(_, String problem) -> problem;
      case Line.Read _ when failure instanceof ValidationException invalid ->
          invalid.problems().stream().map(Problem::message).collect(Collectors.joining(" "));
      case Line.Read _ -> Redaction.of(failure == null ? "" : String.valueOf(failure.getMessage()));
    };
  }

  /** For programs: {@code line}, {@code id}, {@code code}, {@code fields}, {@code message}. */
  Document toDocument() {
    return Document.of(
        "line", line.number(),
        "id", line instanceof Line.Read(_, Document record) ? record.get("id") : null,
        "code", failure == null ? "UNREADABLE_LINE" : failure.code(),
        "fields",
            failure instanceof ValidationException invalid
                ? invalid.problems().stream().map(Problem::field).toList()
                : List.of(),
        "message", reason());
  }
}
