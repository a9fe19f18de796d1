package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Api;
import io.s3db.cli.place.Daemon;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code s3db sync}. */
@Command(
    name = "sync",
    description = {
      "Copies existing records to a destination.",
      "Writes go on meanwhile; a daemon goes on with it after a restart. The command waits for the"
          + " end, and a daemon does not need it to."
    },
    footer = {"Example:", "  s3db sync warehouse orders --rate 500 --url http://127.0.0.1:8080"})
public final class SyncCommand implements Callable<Integer> {
  @Mixin private final Operator operator;

  @Parameters(index = "0", paramLabel = "REPLICATOR", description = "the destination")
  private String replicator = "";

  @Parameters(
      index = "1..*",
      paramLabel = "RESOURCE",
      description = "only these resources (default: all that are routed there)")
  private List<String> resources = List.of();

  @Option(
      names = "--where",
      paramLabel = "JSON",
      description = "only records that meet these conditions, such as '{\"region\":\"eu\"}'")
  private @Nullable String where;

  @Option(
      names = "--changed-since",
      paramLabel = "TIME",
      description = "only records changed since then, such as 2026-01-31T00:00:00Z")
  private @Nullable String since;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "copy at most so many records a second (default: as fast as it goes)")
  private @Nullable Integer rate;

  /** Writes there. */
  public SyncCommand(Screen screen) {
    this.operator = new Operator(screen);
  }

  @Override
  public Integer call() {
    Document request = request();
    try (Daemon daemon = operator.open()) {
      Jobs jobs = new Jobs(daemon.api(), operator.screen(), operator.json());
      Document job =
          jobs.finished(
              daemon.api().send("POST", Api.path("replicators", replicator, "sync"), request),
              false);
      tell(job);
    }
    return ExitCodes.OK;
  }

  private Document request() {
    Document.Builder request = Document.builder();
    if (!resources.isEmpty()) {
      request.put("resources", resources);
    }
    if (where != null) {
      request.put("where", conditions(where));
    }
    if (since != null) {
      request.put("changedSince", since);
    }
    if (rate != null) {
      request.put("rateLimit", rate);
    }
    return request.build();
  }

  private Document conditions(String text) {
    try {
      return Document.parse(text);
    } catch (IllegalArgumentException e) {
      throw operator.usage("--where is " + e.getMessage() + ".");
    }
  }

  private void tell(Document job) {
    if (operator.json()) {
      operator.screen().out().line(job.toJson());
      return;
    }
    Document progress = Json.object(job, "progress").orElse(Document.of());
    operator
        .screen()
        .out()
        .line(
            String.format(
                Locale.ROOT,
                "%,d records were copied to %s (%,d were copied in a later state, %,d did not meet"
                    + " the conditions, %,d cannot be read).",
                Json.whole(progress, "copied"),
                replicator,
                Json.whole(progress, "superseded"),
                Json.whole(progress, "filtered"),
                Json.whole(progress, "unreadable")));
  }
}
