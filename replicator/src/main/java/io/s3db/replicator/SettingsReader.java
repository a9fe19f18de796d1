package io.s3db.replicator;

import io.s3db.replicator.delivery.RetryPolicy;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.Pace;
import io.s3db.replicator.spi.SinkProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a configuration given as plain values, and collects every problem of it. */
final class SettingsReader {
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final int MAX_BATCH = 10_000;
  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final long MIN_JOURNAL = 1L << 20;

  private final Drivers drivers;
  private final TransformReader transforms;
  private final List<String> problems = new ArrayList<>();
  private final Options options;

  private SettingsReader(
      Map<String, ? extends @Nullable Object> values, Drivers drivers, TransformReader transforms) {
    this.drivers = drivers;
    this.transforms = transforms;
    this.options = Options.of("", values, problems);
  }

  /**
   * Reads it all.
   *
   * @throws ConfigurationException with every problem
   */
  static Settings read(
      Map<String, ? extends @Nullable Object> values, Drivers drivers, TransformReader transforms) {
    SettingsReader reader = new SettingsReader(values, drivers, transforms);
    Settings settings = reader.read();
    Set<String> found = new LinkedHashSet<>(reader.problems);
    if (!found.isEmpty()) {
      // A path at the top begins with the dot that separates it from nothing.
      throw new ConfigurationException(
          found.stream().map(each -> each.startsWith(".") ? each.substring(1) : each).toList());
    }
    return settings;
  }

  private Settings read() {
    boolean enabled = options.bool("enabled", true);
    Settings.Log log = log();
    Settings settings =
        new Settings(
            enabled,
            options.bool("verbose", false),
            log,
            journal(),
            options.text("writer").orElse("main"),
            options.duration("closeTimeout", Duration.ofSeconds(10)),
            WatchReader.read(options),
            allowed(log.resource()),
            destinations(enabled, log.resource()));
    Limits.DEFAULTS.overriddenBy(options); // known, also where no destination asks for them
    options.finish();
    return settings;
  }

  private Settings.Log log() {
    return new Settings.Log(
        options.bool("persistReplicatorLog", false),
        options.text("replicatorLogResource").orElse("replicator_log"),
        options.bool("logErrors", true),
        options.bool("logSuccesses", false),
        options.duration("logRetention", Duration.ofDays(30)));
  }

  private Settings.Journal journal() {
    Options journal = options.nested("journal");
    Settings.Journal read =
        new Settings.Journal(
            Path.of(""),
            path(journal),
            journal.isAbsent("durability")
                ? Optional.<Durability>empty().or(() -> known(journal))
                : Optional.of(journal.choice("durability", Durability.class, Durability.DISK)),
            journal.bytes("maxSize", NO_LIMIT),
            journal.choice("whenFull", WhenFull.class, WhenFull.DETACH),
            journal.duration("retention", Duration.ZERO));
    if (read.maxSize() < MIN_JOURNAL) {
      journal.problem("maxSize", "must be at least 1MB");
    }
    journal.finish();
    return read;
  }

  private static Optional<Durability> known(Options journal) {
    journal.value("durability");
    return Optional.empty();
  }

  private static Optional<Path> path(Options journal) {
    if (journal.value("path") instanceof Path path) {
      return Optional.of(path);
    }
    try {
      return journal.text("path").map(Path::of);
    } catch (InvalidPathException e) {
      journal.problem("path", "is no path: " + e.getReason());
      return Optional.empty();
    }
  }

  @SuppressWarnings("unchecked") // a filter of something else than names fails at the first name
  private Predicate<String> allowed(String logResource) {
    int before = problems.size();
    Set<String> allow = Set.copyOf(options.texts("resourceAllowlist"));
    if (allow.isEmpty() && !options.isAbsent("resourceAllowlist") && problems.size() == before) {
      options.problem(
          "resourceAllowlist",
          "is empty: nothing would be replicated; leave it out to allow every resource");
    }
    Set<String> block = Set.copyOf(options.texts("resourceBlocklist"));
    Predicate<String> filter =
        switch (options.value("resourceFilter")) {
          case null -> _ -> true;
          case Predicate<?> predicate -> (Predicate<String>) predicate;
          default -> {
            options.problem("resourceFilter", "must be a predicate of a resource's name");
            yield _ -> true;
          }
        };
    return name ->
        !name.equals(logResource)
            && (allow.isEmpty() || allow.contains(name))
            && !block.contains(name)
            && filter.test(name);
  }

  private List<Settings.Destination> destinations(boolean enabled, String logResource) {
    Object value = options.value("replicators");
    if (!enabled) {
      return List.of();
    }
    if (value != null && !(value instanceof Collection<?>)) {
      options.problem("replicators", "must be a list");
      return List.of();
    }
    Collection<?> list = value instanceof Collection<?> given ? given : List.of();
    if (list.isEmpty()) {
      options.problem(
          "replicators",
          "is empty: name at least one destination, or switch replication off with enabled: false");
    }
    List<Settings.Destination> read = new ArrayList<>();
    Map<String, String> pathsById = new HashMap<>();
    int index = 0;
    for (Object each : list) {
      String path = "replicators[" + index++ + "]";
      values(path, each)
          .map(values -> Options.of(path, values, problems))
          .flatMap(replicator -> destination(replicator, logResource, pathsById))
          .ifPresent(read::add);
    }
    return read;
  }

  @SuppressWarnings("unchecked") // configuration objects have text keys
  private Optional<Map<String, @Nullable Object>> values(String path, @Nullable Object value) {
    return switch (value) {
      case Replicator replicator -> Optional.of(replicator.values());
      case Map<?, ?> map -> Optional.of((Map<String, @Nullable Object>) map);
      case null, default -> {
        problems.add(path + " must be an object with driver, resources and config");
        yield Optional.empty();
      }
    };
  }

  private Optional<Settings.Destination> destination(
      Options replicator, String logResource, Map<String, String> pathsById) {
    List<Route> routes = MappingReader.read(replicator, transforms, problems);
    refuseLog(replicator, routes, logResource);
    String name = replicator.requiredText("driver");
    Optional<SinkProvider> provider = name.isEmpty() ? Optional.empty() : drivers.find(name);
    if (provider.isEmpty() && !name.isEmpty()) {
      replicator.problem("driver", drivers.missing(name));
    }
    String driver = provider.map(SinkProvider::driver).orElse(name);
    String id = id(replicator, driver, pathsById);
    Options config = replicator.nested("config");
    Limits limits =
        Limits.DEFAULTS.overriddenBy(options).overriddenBy(replicator).overriddenBy(config);
    int concurrency = replicator.count("concurrency", 4, 1, 256);
    boolean initialSync = replicator.bool("initialSync", false);
    Options verify = replicator.nested("verify");
    List<String> verifyIgnore = verify.texts("ignore");
    verify.finish();
    @Nullable RateLimit rateLimit = RateLimitReader.read(replicator);
    Optional<SinkProvider.Configured> sink = provider.map(each -> each.configure(config));
    if (provider.isPresent()) {
      config.finish();
    }
    replicator.finish();
    return sink.map(
        each -> {
          Pace pace = each.pace();
          return new Settings.Destination(
              id,
              driver,
              each,
              routes,
              pace.batchSize().orElse(limits.batchSize()),
              RetryPolicy.of(pace.maxRetries().orElse(limits.maxRetries()))
                  .withSchedule(pace.pauses()),
              pace.timeout().orElse(limits.timeout()),
              concurrency,
              initialSync,
              verifyIgnore,
              rateLimit);
        });
  }

  private static void refuseLog(Options replicator, List<Route> routes, String logResource) {
    if (routes.stream().anyMatch(route -> route.resource().equals(logResource))) {
      replicator.problem(
          "resources." + logResource, "is the replication log, which is never replicated");
    }
  }

  private static String id(Options replicator, String driver, Map<String, String> pathsById) {
    boolean given = !replicator.isAbsent("id");
    String id = replicator.text("id").orElse(driver);
    if (given && !id.matches(ID)) {
      replicator.problem("id", "'" + id + "' may hold letters, digits, '.', '_' and '-' only");
    }
    String other = id.isEmpty() ? null : pathsById.putIfAbsent(id, replicator.path());
    if (other != null) {
      replicator.problem(
          "id",
          given
              ? "'" + id + "' is taken by " + other
              : "is required: " + other + " is called '" + id + "' already");
    }
    return id;
  }

  /** What bounds one attempt and one round; the innermost place that gives a figure wins. */
  private record Limits(int batchSize, int maxRetries, Duration timeout) {
    static final Limits DEFAULTS = new Limits(100, 3, Duration.ofSeconds(30));

    Limits overriddenBy(Options place) {
      Limits read =
          new Limits(
              place.count("batchSize", batchSize, 1, MAX_BATCH),
              place.count("maxRetries", maxRetries, 0, 1_000),
              place.duration("timeout", timeout));
      if (!place.isAbsent("timeout") && read.timeout().isZero()) {
        place.problem("timeout", "must be longer than nothing");
      }
      return read;
    }
  }
}
