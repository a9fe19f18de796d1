package io.s3db.cli.daemon;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.S3db;
import io.s3db.S3dbException;
import io.s3db.cli.Common;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Places;
import io.s3db.cli.place.Redaction;
import io.s3db.cli.screen.Cell;
import io.s3db.cli.screen.Screen;
import io.s3db.cli.screen.Style;
import io.s3db.cli.screen.Table;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.RoutePlan;
import io.s3db.server.config.Configuration;
import io.s3db.server.config.DatabaseSettings;
import io.s3db.server.config.InvalidConfigurationException;
import io.s3db.server.config.Problem;
import io.s3db.store.MemoryStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code s3db check}. */
@Command(
    name = "check",
    description = {
      "Checks a configuration file.",
      "Reports every problem with its line, shows which resource would go where, and asks the"
          + " database and each destination whether they can be reached."
    },
    footer = {"Example:", "  s3db check s3db.yaml --offline"})
public final class CheckCommand implements Callable<Integer> {
  private static final String DATABASE = "database";

  private final Screen screen;
  @Mixin private final Common common = new Common();

  @Parameters(paramLabel = "FILE", description = "the configuration, in YAML or JSON")
  private Path file = Path.of("");

  @Option(names = "--offline", description = "connect to nothing")
  private boolean offline;

  /** Tells there. */
  public CheckCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws InterruptedException {
    Configuration configuration;
    try {
      configuration = Configuration.read(file, screen.environment());
    } catch (InvalidConfigurationException e) {
      tell(e);
      return ExitCodes.FAILED;
    }
    List<RoutePlan> routes = configuration.plugin().map(ReplicatorPlugin::routes).orElse(List.of());
    Map<String, String> unreachable = offline ? Map.of() : connect(configuration);
    if (common.json()) {
      screen.out().line(json(routes, unreachable).toJson());
    } else {
      print(routes, unreachable);
    }
    return unreachable.isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private void tell(InvalidConfigurationException invalid) {
    if (common.json()) {
      screen
          .out()
          .line(
              Document.of(
                      "ok",
                      false,
                      "problems",
                      invalid.problems().stream().map(CheckCommand::json).toList())
                  .toJson());
      return;
    }
    screen.note(
        Style.RED.of("s3db: ", screen.coloursOfErrors())
            + Redaction.of(String.valueOf(invalid.getMessage())));
  }

  private static Document json(Problem problem) {
    return Document.of(
        "file", problem.place().file(),
        "line", problem.place().line(),
        "column", problem.place().column(),
        "path", problem.path(),
        "message", problem.message());
  }

  /** Why what is configured cannot be used, by its name. */
  private static Map<String, String> connect(Configuration configuration)
      throws InterruptedException {
    Map<String, String> problems = new LinkedHashMap<>();
    try (S3db source = source(configuration)) {
      if (configuration.replicates()) {
        problems.putAll(configuration.plugin().orElseThrow().probe(source));
      }
    } catch (S3dbException e) {
      problems.put(DATABASE, String.valueOf(e.getMessage()));
    }
    problems.replaceAll((_, problem) -> Redaction.of(problem));
    return problems;
  }

  /** A check makes nothing: where there is no database yet, an empty one stands in for it. */
  private static S3db source(Configuration configuration) {
    DatabaseSettings settings = configuration.database();
    return Places.hasDatabase(settings.connectionString())
        ? settings.builder().connect()
        : S3db.builder().store(MemoryStore.create(InstantSource.system())).connect();
  }

  private Document json(List<RoutePlan> routes, Map<String, String> unreachable) {
    return Document.of(
        "ok", unreachable.isEmpty(),
        "offline", offline,
        "routes", routes.stream().map(CheckCommand::json).toList(),
        "unreachable",
            unreachable.entrySet().stream()
                .map(each -> Document.of("name", each.getKey(), "reason", each.getValue()))
                .toList());
  }

  private static Document json(RoutePlan route) {
    return Document.of(
        "replicator", route.replicator(),
        "driver", route.driver(),
        "destination", route.destination(),
        "resource", route.resource(),
        "target", route.target(),
        "actions", route.actions().stream().sorted().map(Operation::word).toList(),
        "transformed", route.transformed());
  }

  private void print(List<RoutePlan> routes, Map<String, String> unreachable) {
    if (routes.isEmpty()) {
      screen.out().line("Nothing would be replicated.");
    } else {
      table(routes, unreachable).print(screen);
    }
    unreachable.forEach(
        (name, reason) ->
            screen.note(
                Style.RED.of(name, screen.coloursOfErrors()) + " cannot be used: " + reason));
    if (unreachable.isEmpty()) {
      screen
          .out()
          .line(
              Style.GREEN.of(file + " is good", screen.colours())
                  + (offline ? ". Nothing was connected to." : ", and everything can be reached."));
    }
  }

  private Table table(List<RoutePlan> routes, Map<String, String> unreachable) {
    Table table =
        Table.of("resource", "replicator", "driver", "to", "actions", "transform", "reached");
    for (RoutePlan route : routes) {
      boolean reached =
          !unreachable.containsKey(route.replicator()) && !unreachable.containsKey(DATABASE);
      table.row(
          List.of(
              Cell.of(route.resource()),
              Cell.of(route.replicator()),
              Cell.of(route.driver()),
              Cell.of(route.target() + " at " + route.destination()),
              Cell.of(
                  route.actions().stream()
                      .sorted()
                      .map(Operation::word)
                      .collect(Collectors.joining(" "))),
              Cell.of(route.transformed() ? "yes" : "no"),
              offline
                  ? Cell.of("not asked")
                  : reached ? new Cell("yes", Style.GREEN) : new Cell("no", Style.RED)));
    }
    return table;
  }
}
