package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.RecordNotFoundException;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.lines.Columns;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code s3db get}. */
@Command(
    name = "get",
    description = {"Shows records by their ids."},
    footer = {"Example:", "  s3db get orders o-17 --db file:///var/lib/shop"})
public final class GetCommand implements Callable<Integer> {
  @Mixin private final Access access;

  @Parameters(index = "0", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = "of the record")
  private List<String> ids = List.of();

  /** Writes there. */
  public GetCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() {
    try (Records records = access.open()) {
      Columns columns = Columns.of(records.resource(resource).attributes());
      RecordPrinter printer = new RecordPrinter(access.screen(), access.json(), columns);
      for (String id : ids) {
        Document record =
            records
                .find(resource, id)
                .orElseThrow(() -> new RecordNotFoundException("get", resource, id));
        printer.one(record);
      }
    }
    return ExitCodes.OK;
  }
}
