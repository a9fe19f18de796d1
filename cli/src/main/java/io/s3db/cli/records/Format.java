package io.s3db.cli.records;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How records stand in a file. */
public enum Format {
  /** A JSON object on each line. */
  JSONL,
  /** Cells with commas between them, below a line of names. */
  CSV,
  /** The same with tabs. */
  TSV;

  /** The format that was asked for, or that the name of the file tells; JSON lines otherwise. */
  static Optional<Format> of(@Nullable Format asked, @Nullable Path file) {
    if (asked != null) {
      return Optional.of(asked);
    }
    String name = file == null ? "" : String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.equals("-") || name.matches(".*\\.(jsonl|ndjson)")) {
      return Optional.of(JSONL);
    }
    return name.endsWith(".csv")
        ? Optional.of(CSV)
        : name.endsWith(".tsv") ? Optional.of(TSV) : Optional.empty();
  }

  char separator() {
    return this == TSV ? '\t' : ',';
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
