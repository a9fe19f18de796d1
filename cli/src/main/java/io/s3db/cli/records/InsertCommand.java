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

/** {@code s3db insert}. */
@Command(
    name = "insert",
    description = {
      "Stores one new record.",
      "Its id is the field id, or is made. For many records there is s3db import."
    },
    footer = {
      "Examples:",
      "  s3db insert orders userId=alice total=299.99 --db file:///var/lib/shop",
      "  s3db insert orders '{\"userId\":\"alice\",\"total\":299.99}' --db file:///var/lib/shop"
    })
public final class InsertCommand implements Callable<Integer> {
  @Mixin private final Access access;

  @Parameters(index = "0", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FIELD",
      description = "name=value for each field, or one JSON object")
  private List<String> fields = List.of();

  /** Writes there. */
  public InsertCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() {
    try (Records records = access.openToWrite()) {
      Columns columns = Columns.of(records.resource(resource).attributes());
      Document stored = records.insert(resource, access.fields(fields, columns));
      new RecordPrinter(access.screen(), access.json(), columns).one(stored);
    }
    return ExitCodes.OK;
  }
}
