package io.s3db.cli.daemon;

import io.s3db.cli.ExitCodes;
import io.s3db.cli.place.Interruption;
import io.s3db.cli.place.Occupied;
import io.s3db.cli.screen.Screen;
import io.s3db.server.S3dbServer;
import io.s3db.server.config.Configuration;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code s3db run}. */
@Command(
    name = "run",
    description = {
      "Runs the daemon of a configuration file.",
      "The database, its replication, the HTTP API and the page, until Ctrl-C or SIGTERM: then it"
          + " takes no more requests, delivers what it can, and keeps the rest for the next start."
    },
    footer = {"Example:", "  s3db run s3db.yaml --port 8081"})
public final class RunCommand implements Callable<Integer> {
  private final Screen screen;

  @Parameters(paramLabel = "FILE", description = "the configuration, in YAML or JSON")
  private Path file = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "listen on this port instead of server.port of the file; 0 for a free one")
  private @Nullable Integer port;

  @Option(
      names = "--log",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "lines of the log as text, or as json for programs (default: text)")
  private LogForm log = LogForm.TEXT;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  /** Tells there. */
  public RunCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port != null && (port < 0 || port > 65535)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--port must be from 0 to 65535, not " + port + ".");
    }
    Logs.of(log, screen.variable("S3DB_LOG_LEVEL").orElse("INFO"));
    Configuration configuration = Configuration.read(file, screen.environment());
    if (port != null) {
      configuration = configuration.withServer(configuration.server().withPort(port));
    }
    try (S3dbServer server = started(configuration)) {
      Interruption.closing(server);
      screen.out().line("S3DB runs at " + server.uri() + " (Ctrl-C ends it)");
      screen.out().flush();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      if (!Interruption.stopping()) {
        throw e;
      }
    }
    if (log == LogForm.TEXT) {
      screen.note("S3DB has ended.");
    }
    return ExitCodes.OK;
  }

  private static S3dbServer started(Configuration configuration) {
    return Occupied.told(configuration, () -> S3dbServer.start(configuration));
  }
}
