package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Api;
import io.s3db.cli.place.Daemon;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code s3db redrive}. */
@Command(
    name = "redrive",
    description = {
      "Sends dead letters again.",
      "Those are changes that a destination refused for good. Without ids and --all they are listed"
          + " with their ids. Exit code 1 if one was refused again."
    },
    footer = {
      "Examples:",
      "  s3db redrive --url http://127.0.0.1:8080",
      "  s3db redrive --all --replicator warehouse --url http://127.0.0.1:8080"
    })
public final class RedriveCommand implements Callable<Integer> {
  @Mixin private final Operator operator;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "of the dead letters")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "send all that wait")
  private boolean all;

  @Option(
      names = "--replicator",
      paramLabel = "REPLICATOR",
      description = "only of this destination; needed with ids")
  private @Nullable String replicator;

  @Option(
      names = "--late",
      description =
          "also those whose records were changed since: event destinations get them out of order")
  private boolean late;

  /** Writes there. */
  public RedriveCommand(Screen screen) {
    this.operator = new Operator(screen);
  }

  @Override
  public Integer call() {
    check();
    try (Daemon daemon = operator.open()) {
      if (ids.isEmpty() && !all) {
        DeadLetters.print(daemon.api(), operator.screen(), operator.json(), replicator);
        return ExitCodes.OK;
      }
      Jobs jobs = new Jobs(daemon.api(), operator.screen(), operator.json());
      Document job =
          jobs.finished(
              daemon.api().send("POST", Api.path("dead-letters", "redrive"), request()), false);
      return tell(job);
    }
  }

  private void check() {
    if (!ids.isEmpty() && all) {
      throw operator.usage("Either ids or --all, not both.");
    }
    if (!ids.isEmpty() && replicator == null) {
      throw operator.usage("Say of which destination these dead letters are: --replicator X.");
    }
    if (late && ids.isEmpty() && !all) {
      throw operator.usage("--late needs ids or --all.");
    }
  }

  private Document request() {
    Document.Builder request = Document.builder();
    if (replicator != null) {
      request.put("replicator", replicator);
    }
    if (all) {
      request.put("all", true);
    } else {
      request.put("ids", ids);
    }
    return request.put("late", late).build();
  }

  private int tell(Document job) {
    Document result = Json.object(job, "result").orElse(Document.of());
    Document counts = Json.object(result, "counts").orElse(Document.of());
    Screen screen = operator.screen();
    if (operator.json()) {
      screen.out().line(job.toJson());
    } else {
      screen
          .out()
          .line(
              counts.names().stream()
                  .filter(name -> Json.whole(counts, name) > 0)
                  .map(name -> Json.whole(counts, name) + " " + name)
                  .collect(
                      Collectors.collectingAndThen(
                          Collectors.joining(", "),
                          text -> text.isEmpty() ? "There were no dead letters." : text + ".")));
      Json.objects(result, "results").stream()
          .filter(each -> !Json.text(each, "detail").isEmpty())
          .forEach(
              each ->
                  screen.note(
                      "%s %s: %s"
                          .formatted(
                              Json.text(each, "replicator"),
                              Json.text(each, "id"),
                              Json.text(each, "detail"))));
    }
    boolean wrong =
        List.of("refused", "not-found", "not-running", "waiting").stream()
            .anyMatch(name -> Json.whole(counts, name) > 0);
    return wrong ? ExitCodes.FAILED : ExitCodes.OK;
  }
}
