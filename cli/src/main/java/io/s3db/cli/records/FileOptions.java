package io.s3db.cli.records;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A resource, and a file of its records: what import and export share. */
final class FileOptions {
  @Parameters(index = "0", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "the standard input or output if there is none or it is -")
  private @Nullable Path file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "jsonl, csv or tsv; the ending of the file tells unless given")
  private @Nullable Format format;

  String resource() {
    return resource;
  }

  /** The file, unless it is a standard stream. */
  Optional<Path> file() {
    return Optional.ofNullable(file).filter(named -> !named.toString().equals("-"));
  }

  /** The format that was said, or that the file's name tells. */
  Format format(Access access) {
    return Format.of(format, file().orElse(null))
        .orElseThrow(
            () ->
                access.usage(
                    "The name of "
                        + file
                        + " does not tell its format: say --format jsonl or csv."));
  }
}
