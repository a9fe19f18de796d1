package io.s3db.cli.records;

import io.s3db.cli.ExitCodes;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code s3db list}. */
@Command(
    name = "list",
    description = {"Lists records in the order of their ids."},
    footer = {"Example:", "  s3db list orders --limit 20 --db file:///var/lib/shop"})
public final class ListCommand implements Callable<Integer> {
  @Mixin private final Access access;
  @Mixin private final Listing listing = new Listing();

  @Parameters(index = "0", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  /** Writes there. */
  public ListCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() {
    listing.print(access, resource, List.of());
    return ExitCodes.OK;
  }
}
