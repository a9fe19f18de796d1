package io.s3db.cli.lines;

import io.s3db.S3dbException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CSV with a header that names the fields; empty lines are passed over. */
public final class CsvLines implements RecordLines {
  private final RawLines lines;
  private final Columns columns;
  private final char separator;
  private @Nullable List<String> names;

  /** Reads a stream into records of a resource with these columns; it is not closed. */
  public CsvLines(InputStream in, Columns columns, char separator) {
    this.lines = new RawLines(in, OptionalInt.of(separator));
    this.columns = columns;
    this.separator = separator;
  }

  @Override
  public Optional<Line> next() throws IOException {
    if (names == null) {
      names = header();
    }
    List<String> known = names;
    return raw().map(raw -> line(raw, known));
  }

  @Override
  public long position() {
    return lines.position();
  }

  private Optional<RawLine> raw() throws IOException {
    Optional<RawLine> next = lines.next();
    while (next.isPresent() && next.get().problem() == null && next.get().text().isEmpty()) {
      next = lines.next();
    }
    return next;
  }

  private List<String> header() throws IOException {
    RawLine raw = raw().orElseThrow(() -> refused("there is none: the file is empty."));
    if (raw.problem() != null) {
      throw refused(raw.problem());
    }
    Set<String> seen = new HashSet<>();
    List<@Nullable String> cells = cells(raw.text());
    return cells.stream()
        .map(
            cell -> {
              if (cell == null || cell.isBlank()) {
                throw refused("column " + (seen.size() + 1) + " has no name.");
              }
              if (!seen.add(cell.strip())) {
                throw refused("two columns are named '" + cell.strip() + "'.");
              }
              return cell.strip();
            })
        .toList();
  }

  private List<@Nullable String> cells(String text) {
    try {
      return CsvText.split(text, separator);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private static S3dbException refused(String why) {
    return new S3dbException(
        "INVALID_CSV",
        "The first line of CSV must name the fields, and " + why,
        "Such as: id,name,total");
  }

  private Line line(RawLine raw, List<String> known) {
    if (raw.problem() != null) {
      return new Line.Broken(raw.number(), raw.problem());
    }
    try {
      List<@Nullable String> cells = CsvText.split(raw.text(), separator);
      return cells.size() == known.size()
          ? new Line.Read(raw.number(), columns.record(known, cells))
          : new Line.Broken(
              raw.number(),
              "it has %d cells, and the first line names %d fields."
                  .formatted(cells.size(), known.size()));
    } catch (IllegalArgumentException e) {
      return new Line.Broken(raw.number(), String.valueOf(e.getMessage()));
    }
  }
}
