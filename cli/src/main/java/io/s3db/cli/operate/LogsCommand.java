package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Api;
import io.s3db.cli.place.Daemon;
import io.s3db.cli.screen.Cell;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code s3db logs}. */
@Command(
    name = "logs",
    description = {
      "Shows what replication does, as it happens.",
      "From now on, until Ctrl-C: deliveries, failures, dead letters, changes of state."
    },
    footer = {
      "Example:",
      "  s3db logs --replicator warehouse --type replicator_error,state_changed"
    })
public final class LogsCommand implements Callable<Integer> {
  @Mixin private final Operator operator;

  @Option(
      names = "--replicator",
      paramLabel = "REPLICATOR",
      description = "only of this destination")
  private @Nullable String replicator;

  @Option(names = "--resource", paramLabel = "RESOURCE", description = "only of this resource")
  private @Nullable String resource;

  @Option(names = "--record", paramLabel = "ID", description = "only of records with this id")
  private @Nullable String record;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "only these events, such as replicated,replicator_error,dead_lettered")
  private @Nullable String type;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "end after so many events (default: never)")
  private long limit;

  /** Writes there. */
  public LogsCommand(Screen screen) {
    this.operator = new Operator(screen);
  }

  @Override
  public Integer call() throws IOException {
    try (Daemon daemon = operator.open();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(daemon.api().events(path()), StandardCharsets.UTF_8))) {
      long seen = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:") && print(Document.parse(line.substring(5)))) {
          seen++;
        }
        if (limit > 0 && seen == limit) {
          return ExitCodes.OK;
        }
      }
    }
    operator.screen().note("The daemon ended the tail: it stops, or this end was too slow.");
    return ExitCodes.FAILED;
  }

  private String path() {
    StringBuilder path = new StringBuilder(Api.path("events"));
    char separator = '?';
    String[][] filters = {
      {"replicator", replicator}, {"resource", resource}, {"record", record}, {"type", type}
    };
    for (@Nullable String[] filter : filters) {
      if (filter[1] != null) {
        path.append(separator).append(filter[0]).append('=').append(Api.encoded(filter[1]));
        separator = '&';
      }
    }
    return path.toString();
  }

  /** The greeting is no event. */
  private boolean print(Document event) {
    if (!event.has("type")) {
      return false;
    }
    Screen screen = operator.screen();
    screen.out().line(operator.json() ? event.toJson() : text(event, screen.colours()));
    screen.out().flush();
    return true;
  }

  private static String text(Document event, boolean colours) {
    StringBuilder text = new StringBuilder(128);
    text.append(Json.text(event, "at")).append("  ");
    String type = event.text("type");
    text.append(style(type).of("%-16s".formatted(type), colours));
    text.append("  ").append(Json.text(event, "replicator"));
    if (event.has("record")) {
      text.append(
          "  %s %s/%s"
              .formatted(
                  Json.text(event, "operation"),
                  Json.text(event, "resource"),
                  Json.text(event, "record")));
    }
    for (String name : event.names()) {
      if (!java.util.Set.of(
              "at", "type", "replicator", "operation", "resource", "record", "deliveryId")
          .contains(name)) {
        text.append("  ").append(name).append('=').append(event.get(name));
      }
    }
    return colours ? text.toString() : Cell.of(text.toString()).text();
  }

  private static Style style(String type) {
    return switch (type) {
      case "replicator_error", "dead_lettered", "detached" -> Style.RED;
      case "warned", "state_changed" -> Style.YELLOW;
      default -> Style.PLAIN;
    };
  }
}
