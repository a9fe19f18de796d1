package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code s3db update}. */
@Command(
    name = "update",
    description = {
      "Changes some fields of a record.",
      "The others stay. In JSON, null takes a value away."
    },
    footer = {"Example:", "  s3db update orders o-17 status=sent --db file:///var/lib/shop"})
public final class UpdateCommand implements Callable<Integer> {
  @Mixin private final Access access;

  @Parameters(index = "0", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  @Parameters(index = "1", paramLabel = "ID", description = "of the record")
  private String id = "";

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "FIELD",
      description = "name=value for each field, or one JSON object")
  private List<String> fields = List.of();

  /** Writes there. */
  public UpdateCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() {
    try (Records records = access.openToWrite()) {
      Columns columns = Columns.of(records.resource(resource).attributes());
      Document changed = records.update(resource, id, access.fields(fields, columns));
      new RecordPrinter(access.screen(), access.json(), columns).one(changed);
    }
    return ExitCodes.OK;
  }
}
