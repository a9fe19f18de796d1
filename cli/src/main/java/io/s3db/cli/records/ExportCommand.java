package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Progress;
import io.s3db.cli.screen.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code s3db export}. */
@Command(
    name = "export",
    description = {
      "Writes all records of a resource to a file.",
      "As JSON lines or CSV. A file is complete or not there: it gets its name at the end."
    },
    footer = {
      "Examples:",
      "  s3db export orders orders.csv --fields id,total --db file:///var/lib/shop",
      "  s3db export orders --db file:///var/lib/shop | gzip > orders.jsonl.gz"
    })
public final class ExportCommand implements Callable<Integer> {
  @Mixin private final Access access;

  @Parameters(index = "0", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "what to write; the standard output if there is none or it is -")
  private @Nullable Path file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "jsonl, csv or tsv; the ending of the file tells unless given")
  private @Nullable Format format;

  @Option(
      names = "--fields",
      paramLabel = "NAME",
      split = ",",
      description = "the fields to write, such as id,total,address.city (default: all attributes)")
  private List<String> fields = List.of();

  /** Writes there. */
  public ExportCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() throws IOException {
    Path named = file == null || file.toString().equals("-") ? null : file;
    Format chosen =
        Format.of(format, named)
            .orElseThrow(
                () ->
                    access.usage(
                        "The name of "
                            + named
                            + " does not tell its format: say --format jsonl or"
                            + " csv."));
    try (Records records = access.open()) {
      Columns columns = Columns.of(records.resource(resource).attributes());
      ExportLines lines = new ExportLines(chosen, columns, fields);
      long most = records.count(resource).orElse(-1);
      try (Target target = Target.of(named, access.screen());
          Stream<Document> all = records.list(resource, Map.of(), Long.MAX_VALUE);
          Progress progress =
              Progress.of(access.screen(), "export " + resource, most, named == null)) {
        lines.header().ifPresent(target::line);
        all.forEach(
            record -> {
              target.line(lines.line(record));
              progress.at(lines.written());
            });
        target.complete();
      }
      tell(lines, named);
    }
    return ExitCodes.OK;
  }

  private void tell(ExportLines lines, @Nullable Path named) {
    if (!lines.leftOut().isEmpty()) {
      access
          .screen()
          .note(
              "Left out, because they are no attributes: "
                  + String.join(", ", lines.leftOut())
                  + ". Name them with --fields, or use --format jsonl.");
    }
    if (named == null) {
      return;
    }
    access
        .screen()
        .out()
        .line(
            access.json()
                ? Document.of(
                        "resource", resource, "file", named.toString(), "written", lines.written())
                    .toJson()
                : String.format(
                    Locale.ROOT, "%,d records were written to %s.", lines.written(), named));
  }
}
