package io.s3db.cli.records;

import io.s3db.cli.ExitCodes;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code s3db query}. */
@Command(
    name = "query",
    description = {
      "Lists the records that meet all conditions.",
      "Every record of the resource is read."
    },
    footer = {
      "Examples:",
      "  s3db query orders status=paid 'total>=100' --db file:///var/lib/shop",
      "  s3db query orders '{\"status\":{\"$in\":[\"paid\",\"sent\"]}}' --db file:///var/lib/shop"
    })
public final class QueryCommand implements Callable<Integer> {
  @Mixin private final Access access;
  @Mixin private final Listing listing = new Listing();

  @Parameters(index = "0", paramLabel = "RESOURCE", description = "such as orders")
  private String resource = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "CONDITION",
      description =
          "field=value, also != > >= < <= and ~ for a regular expression (quote them for the"
              + " shell); or one JSON object in the query language")
  private List<String> conditions = List.of();

  /** Writes there. */
  public QueryCommand(Screen screen) {
    this.access = new Access(screen);
  }

  @Override
  public Integer call() {
    listing.print(access, resource, conditions);
    return ExitCodes.OK;
  }
}
