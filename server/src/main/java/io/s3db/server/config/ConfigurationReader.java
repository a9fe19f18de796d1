package io.s3db.server.config;

import io.s3db.replicator.ConfigurationException;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.replicator.options.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a configuration of a file, or of a text, and collects every problem of it. */
final class ConfigurationReader {
  /** Sections that belong to the plugin, and stand at the top of a file. */
  private static final List<String> PLUGIN_SECTIONS = List.of("journal", "watch");

  private final List<Problem> problems = new ArrayList<>();
  private final Substitution substitution;
  private final Layers layers;
  private final PlainValues plain = new PlainValues();
  private final List<String> found = new ArrayList<>();

  ConfigurationReader(Map<String, String> environment) {
    this.substitution = new Substitution(environment, problems);
    this.layers = new Layers(substitution, problems);
  }

  Configuration read(Path file) {
    return configuration(
        file.toString(), layers.read(file), file.toAbsolutePath().normalize().getParent());
  }

  Configuration read(String name, String text, Path folder) {
    return configuration(name, layers.read(name, text, folder), folder);
  }

  private Configuration configuration(
      String file, Optional<Tree.Branch> read, @Nullable Path folder) {
    Tree.Branch tree = read.orElseThrow(() -> new InvalidConfigurationException(file, problems));
    Path base = folder == null ? Path.of("") : folder;
    Tree given = substitution.apply(tree, "");
    Map<String, @Nullable Object> values = plain.of(RelativePaths.resolved(given, base));
    Options options = Options.of("", values, found);
    DatabaseSettings database = database(options);
    ServerSettings server = ServerReader.read(options.nested("server"));
    Map<String, @Nullable Object> replication = replication(options);
    options.finish();
    if (!replication.isEmpty()) {
      check(replication, base);
    }
    found.stream().distinct().forEach(this::add);
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(file, problems);
    }
    return new Configuration(database, server, replication, base);
  }

  private static DatabaseSettings database(Options options) {
    if (options.isAbsent("database")) {
      options.problem("database", "is required: say at least where it lies, connectionString");
      return DatabaseReader.read(
          Options.of("", Map.of("connectionString", "memory://none"), new ArrayList<>()));
    }
    return DatabaseReader.read(options.nested("database"));
  }

  private Map<String, @Nullable Object> replication(Options options) {
    Options replicator = options.nested("replicator");
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    boolean given = !options.isAbsent("replicator");
    for (String name : replicator.names()) {
      if (PLUGIN_SECTIONS.contains(name)) {
        replicator.problem(name, "stands at the top of the file, not in replicator");
      } else {
        values.put(name, replicator.value(name));
      }
    }
    for (String section : PLUGIN_SECTIONS) {
      Object value = options.value(section);
      if (value != null && given) {
        values.put(section, value);
      } else if (value != null) {
        options.problem(section, "is of no use without replicator: nothing is replicated");
      }
    }
    return values;
  }

  /** With the readers of the plugin and of its drivers: options are understood in one place. */
  private void check(Map<String, @Nullable Object> replication, Path folder) {
    try {
      ReplicatorPlugin.of(replication, folder);
    } catch (ConfigurationException e) {
      for (String each : e.problems()) {
        found.add(isOfPlugin(each) ? each : "replicator." + each);
      }
    }
  }

  private static boolean isOfPlugin(String problem) {
    String section = problem.split("[ .\\[]", 2)[0];
    return Set.copyOf(PLUGIN_SECTIONS).contains(section);
  }

  private void add(String text) {
    String message = text.startsWith(".") ? text.substring(1) : text;
    String path = plain.path(message);
    if (!substitution.isBroken(path)) {
      problems.add(new Problem(plain.place(message), path, substitution.redacted(message)));
    }
  }
}
