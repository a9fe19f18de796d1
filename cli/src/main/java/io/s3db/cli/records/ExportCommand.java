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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private final FileOptions given = new FileOptions();

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
    String resource = given.resource();
    Optional<Path> named = given.file();
    Format chosen = given.format(access);
    try (Records records = access.open()) {
      Columns columns = Columns.of(records.resource(resource).attributes());
      ExportLines lines = new ExportLines(chosen, columns, fields);
      long most = records.count(resource).orElse(-1);
      try (Target target = Target.of(named.orElse(null), access.screen());
          Stream<Document> all = records.list(resource, Map.of(), Long.MAX_VALUE);
          Progress progress =
              Progress.of(access.screen(), "export " + resource, most, named.isEmpty())) {
        lines.header().ifPresent(target::line);
        all.forEach(
            record -> {
              target.line(lines.line(record));
              progress.at(lines.written());
            });
        target.complete();
      }
      told(lines);
      named.ifPresent(path -> tell(lines, path));
    }
    return ExitCodes.OK;
  }

  private void told(ExportLines lines) {
    if (!lines.leftOut().isEmpty()) {
      access
          .screen()
          .note(
              "Left out, because they are no attributes: "
                  + String.join(", ", lines.leftOut())
                  + ". Name them with --fields, or use --format jsonl.");
    }
  }

  private void tell(ExportLines lines, Path named) {
    access
        .screen()
        .out()
        .line(
            access.json()
                ? Document.of(
                        "resource",
                        given.resource(),
                        "file",
                        named.toString(),
                        "written",
                        lines.written())
                    .toJson()
                : String.format(
                    Locale.ROOT, "%,d records were written to %s.", lines.written(), named));
  }
}
