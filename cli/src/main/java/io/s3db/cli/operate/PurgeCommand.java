package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.place.Api;
import io.s3db.cli.place.Daemon;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Table;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code s3db purge}. */
@Command(
    name = "purge",
    description = {
      "Erases what replication keeps of a record.",
      "Its images in the journal, in dead letters and in contents kept aside. It cannot be undone."
          + " The record itself is deleted with s3db delete, first."
    },
    footer = {"Example:", "  s3db purge orders/o-17 --url http://127.0.0.1:8080"})
public final class PurgeCommand implements Callable<Integer> {
  @Mixin private final Operator operator;

  @Parameters(
      paramLabel = "RESOURCE/ID",
      converter = RecordName.Converter.class,
      description = "the record, such as orders/o-17")
  private RecordName record = new RecordName("", "");

  /** Writes there. */
  public PurgeCommand(Screen screen) {
    this.operator = new Operator(screen);
  }

  @Override
  public Integer call() {
    try (Daemon daemon = operator.open()) {
      Document report =
          daemon
              .api()
              .send("POST", Api.path("purge", record.resource(), record.id()), Document.of());
      if (operator.json()) {
        operator.screen().out().line(report.toJson());
      } else {
        Table table = Table.of("what", "erased");
        report
            .toMap()
            .forEach(
                (name, value) ->
                    table.row(name, Objects.requireNonNullElse(Columns.text(value), "-")));
        table.print(operator.screen());
      }
    }
    return ExitCodes.OK;
  }
}
