package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Api;
import io.s3db.cli.place.Daemon;
import io.s3db.cli.screen.Cell;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code s3db status}. */
@Command(
    name = "status",
    description = {
      "Shows how each destination stands.",
      "Its state, how far it is behind, what is wrong, and the syncs and other jobs under way. With"
          + " ids only those."
    },
    footer = {"Example:", "  s3db status --url http://127.0.0.1:8080"})
public final class StatusCommand implements Callable<Integer> {
  @Mixin private final Operator operator;

  @Parameters(arity = "0..*", paramLabel = "REPLICATOR", description = "only these destinations")
  private List<String> only = List.of();

  /** Writes there. */
  public StatusCommand(Screen screen) {
    this.operator = new Operator(screen);
  }

  @Override
  public Integer call() {
    try (Daemon daemon = operator.open()) {
      List<Document> replicators =
          only.isEmpty()
              ? Json.objects(daemon.api().get(Api.path("replicators")), "replicators")
              : only.stream().map(id -> daemon.api().get(Api.path("replicators", id))).toList();
      if (operator.json()) {
        replicators.forEach(each -> operator.screen().out().line(each.toJson()));
      } else if (replicators.isEmpty()) {
        operator.screen().note("No destinations are configured.");
      } else {
        Standings.print(operator.screen(), replicators);
        Jobs.underWay(daemon.api(), replicators)
            .forEach(line -> operator.screen().out().line(Cell.of(line).text()));
      }
    }
    return ExitCodes.OK;
  }

  /** The one line that tells people of a destination after it was changed. */
  static void tell(Operator operator, Document replicator) {
    if (operator.json()) {
      operator.screen().out().line(replicator.toJson());
      return;
    }
    String reason = Json.text(replicator, "reason");
    operator
        .screen()
        .out()
        .line(
            Cell.of(
                    replicator.text("id")
                        + " is "
                        + replicator.text("state")
                        + (reason.isEmpty() ? "." : ". " + reason))
                .text());
  }
}
