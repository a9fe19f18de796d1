package io.s3db.cli.place;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that say where a database is, for commands that read and write records. */
public final class PlaceOptions {
  @Option(
      names = "--db",
      paramLabel = "CONNECTION",
      description =
          "the database itself, such as file:///folder or s3://KEY:SECRET@bucket/prefix"
              + " memory://…")
  private @Nullable String database;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the database of a configuration file whose daemon is not running")
  private @Nullable Path config;

  @CommandLine.Mixin private final DaemonOptions daemon = new DaemonOptions();

  /**
   * The place that was named.
   *
   * @throws CommandLine.ParameterException unless it is exactly one
   */
  public Place place(CommandLine line, Optional<String> tokenVariable) {
    List<Place> named =
        Stream.of(
                Optional.ofNullable(database).map(Place.Database::new),
                Optional.ofNullable(config).map(Place.Configured::new),
                daemon.named(line, tokenVariable))
            .flatMap(Optional::stream)
            .map(Place.class::cast)
            .toList();
    return switch (named.size()) {
      case 1 -> named.getFirst();
      case 0 ->
          throw new CommandLine.ParameterException(
              line,
              "Where is the database? Say --db CONNECTION (such as --db file:///var/lib/shop),"
                  + " --config FILE or --url ADDRESS.");
      default ->
          throw new CommandLine.ParameterException(
              line, "Only one of --db, --config and --url is possible.");
    };
  }

  /** The options that name a running daemon. */
  public static final class DaemonOptions {
    @Option(
        names = "--url",
        paramLabel = "ADDRESS",
        description = "a running daemon, such as http://127.0.0.1:8080")
    private @Nullable String url;

    @Option(
        names = "--token",
        paramLabel = "TOKEN",
        description =
            "the daemon's token; better in the variable S3DB_TOKEN, which other users cannot see")
    private @Nullable String token;

    Optional<Place> named(CommandLine line, Optional<String> tokenVariable) {
      if (url == null) {
        if (token != null) {
          throw new CommandLine.ParameterException(
              line, "--token is for a daemon: name it with --url.");
        }
        return Optional.empty();
      }
      return Optional.of(
          new Place.Daemon(
              address(line, url), Objects.requireNonNullElse(token, tokenVariable.orElse(""))));
    }

    private static URI address(CommandLine line, String text) {
      try {
        URI uri = URI.create(text);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if ((scheme.equals("http") || scheme.equals("https"))
            && uri.getHost() != null
            && uri.getUserInfo() == null) {
          return uri;
        }
      } catch (IllegalArgumentException _) {
        // told below
      }
      throw new CommandLine.ParameterException(
          line, "--url " + text + " is no address such as http://127.0.0.1:8080.");
    }
  }

  /** The options that name a daemon, running or stopped, for commands that operate one. */
  public static final class OperateOptions {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "the configuration file of a daemon that is not running")
    private @Nullable Path config;

    @CommandLine.Mixin private final DaemonOptions daemon = new DaemonOptions();

    /**
     * The place that was named; the daemon of this machine unless told.
     *
     * @throws CommandLine.ParameterException if there are two
     */
    public Place place(CommandLine line, Optional<String> tokenVariable) {
      Optional<Place> running = daemon.named(line, tokenVariable);
      if (config != null && running.isPresent()) {
        throw new CommandLine.ParameterException(
            line, "Only one of --config and --url is possible.");
      }
      if (config != null) {
        return new Place.Configured(config);
      }
      return running.orElseGet(
          () -> new Place.Daemon(URI.create("http://127.0.0.1:8080"), tokenVariable.orElse("")));
    }
  }
}
