package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.place.Api;
import io.s3db.cli.place.Daemon;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Table;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code s3db purge}. */
@Command(
    name = "purge",
    description = {
      "Erases what replication keeps of a record.",
      "Its images in the journal, in dead letters and in contents kept aside. It cannot be undone."
          + " The record itself is deleted with s3db delete, first."
    },
    footer = {
      "Examples:",
      "  s3db purge orders/o-17 --url http://127.0.0.1:8080",
      "  s3db purge orders/o-17 --patience 1m --force --url http://127.0.0.1:8080"
    })
public final class PurgeCommand implements Callable<Integer> {
  @Mixin private final Operator operator;

  @Parameters(
      paramLabel = "RESOURCE/ID",
      converter = RecordName.Converter.class,
      description = "the record, such as orders/o-17")
  private RecordName record = new RecordName("", "");

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Time.class,
      description =
          "how long to wait for destinations that are still to be sent a change of the record,"
              + " such as 1m (default: ${DEFAULT-VALUE})")
  private Duration patience = Duration.ofSeconds(10);

  @Option(
      names = "--force",
      description =
          "erase changes that are still to be sent after that time, too: those destinations never"
              + " get them")
  private boolean force;

  @Option(names = "--existing", description = "erase the history of a record that is still there")
  private boolean existing;

  /** Writes there. */
  public PurgeCommand(Screen screen) {
    this.operator = new Operator(screen);
  }

  @Override
  public Integer call() {
    try {
      purge();
    } catch (S3dbException e) {
      throw hinted(e);
    }
    return ExitCodes.OK;
  }

  /** The sentence of the library, and how to say here what it suggests. */
  private static S3dbException hinted(S3dbException failure) {
    String option =
        switch (failure.code()) {
          case "PURGE_EXISTS" -> "--existing";
          case "PURGE_WAITS" -> "--patience TIME, --force";
          default -> "";
        };
    return option.isEmpty()
        ? failure
        : new S3dbException(
            failure.code(), failure.getMessage() + " Here: " + option + ".", null, failure);
  }

  private void purge() {
    try (Daemon daemon = operator.open()) {
      Document report =
          daemon
              .api()
              .send(
                  "POST",
                  Api.path("purge", record.resource(), record.id()),
                  Document.of(
                      "patience", patience.toMillis(), "force", force, "existing", existing),
                  patience);
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
  }
}
