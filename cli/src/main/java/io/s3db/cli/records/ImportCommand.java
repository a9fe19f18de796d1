package io.s3db.cli.records;

import io.s3db.cli.ExitCodes;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.lines.CsvLines;
import io.s3db.cli.lines.JsonLines;
import io.s3db.cli.lines.RecordLines;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Progress;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Style;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code s3db import}. */
@Command(
    name = "import",
    description = {
      "Stores records from a file.",
      "JSON lines (an object on each line), or CSV: the first line names the fields, such as"
          + " id,name,address.city; an empty cell is no value. Several records are written at once."
    },
    footer = {
      "Examples:",
      "  s3db import orders orders.csv --upsert --db file:///var/lib/shop",
      "  zcat orders.jsonl.gz | s3db import orders --on-error skip --url http://127.0.0.1:8080"
    })
public final class ImportCommand implements Callable<Integer> {
  @Mixin private final Access access;

  @Mixin private final FileOptions given = new FileOptions();

  @Option(
      names = "--on-error",
      paramLabel = "WHAT",
      defaultValue = "stop",
      description = "stop at the first line that cannot be stored, or skip it (default: stop)")
  private OnError onError = OnError.STOP;

  @Option(
      names = "--upsert",
      description =
          "update the records there are of the same ids, so that the same file can be imported"
              + " again; every record needs an id")
  private boolean upsert;

  /** Reads and writes there. */
  public ImportCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() throws IOException {
    String resource = given.resource();
    Optional<Path> named = given.file();
    Format chosen = given.format(access);
    try (Records records = access.openToWrite();
        InputStream in =
            named.isEmpty() ? new Typed(access.screen().in()) : Files.newInputStream(named.get())) {
      Columns columns = Columns.of(records.resource(resource).attributes());
      Import run =
          new Import(
              records,
              resource,
              new Import.Rules(upsert, onError == OnError.SKIP),
              this::tellFailure);
      long start = System.nanoTime();
      try (Progress progress = progress(named)) {
        run.run(reader(in, columns, chosen), progress);
      }
      tell(run, resource, (System.nanoTime() - start) / 1e9);
      return run.failures() == 0 && !run.stopped() ? ExitCodes.OK : ExitCodes.FAILED;
    }
  }

  private Progress progress(Optional<Path> named) throws IOException {
    long most = named.isEmpty() ? -1 : Files.size(named.get());
    return Progress.of(access.screen(), "import " + given.resource(), most, access.json());
  }

  private static RecordLines reader(InputStream in, Columns columns, Format format) {
    return switch (format) {
      case JSONL -> new JsonLines(in);
      case CSV, TSV -> new CsvLines(in, columns, format.separator());
    };
  }

  private void tellFailure(Outcome outcome) {
    Screen screen = access.screen();
    screen.note(
        access.json()
            ? outcome.toDocument().toJson()
            : Style.RED.of(outcome.text(), screen.coloursOfErrors()));
  }

  private void tell(Import run, String resource, double seconds) {
    if (access.json()) {
      access.screen().out().line(run.toDocument(seconds).toJson());
      return;
    }
    access
        .screen()
        .out()
        .line(
            String.format(
                Locale.ROOT,
                "%,d records were written into %s in %.1f s (%,.0f a second), %,d lines failed.",
                run.written(),
                resource,
                seconds,
                run.written() / Math.max(seconds, 0.001),
                run.failures()));
    if (run.stopped()) {
      access
          .screen()
          .note(
              "Stopped before the end. What was written stays: with --upsert the same file can be"
                  + " imported again.");
    }
  }
}
