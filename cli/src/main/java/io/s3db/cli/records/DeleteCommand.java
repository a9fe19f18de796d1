package io.s3db.cli.records;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Records;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code s3db delete}. */
@Command(
    name = "delete",
    description = {"Deletes records by their ids.", "With --json they are printed as they were."},
    footer = {"Example:", "  s3db delete orders o-17 --db file:///var/lib/shop"})
public final class DeleteCommand implements Callable<Integer> {
  @Mixin private final Access access;

  @Parameters(index = "0", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "ID", description = "of the record")
  private List<String> ids = List.of();

  /** Writes there. */
  public DeleteCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() {
    try (Records records = access.openToWrite()) {
      records.resource(resource);
      for (String id : ids) {
        Document deleted = records.delete(resource, id);
        access
            .screen()
            .out()
            .line(access.json() ? deleted.toJson() : "Deleted " + resource + "/" + id + ".");
      }
    }
    return ExitCodes.OK;
  }
}
