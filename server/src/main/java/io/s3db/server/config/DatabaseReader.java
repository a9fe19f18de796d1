package io.s3db.server.config;

import io.s3db.S3dbException;
import io.s3db.ValidationException;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import io.s3db.store.ConnectionString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code database}. */
final class DatabaseReader {
  private final Options database;

  private DatabaseReader(Options database) {
    this.database = database;
  }

  static DatabaseSettings read(Options database) {
    DatabaseReader reader = new DatabaseReader(database);
    DatabaseSettings settings =
        new DatabaseSettings(
            reader.connectionString(),
            reader.secret("passphrase"),
            reader.secret("pepper"),
            database.bool("allowDefaultPassphrase", false),
            database.count("concurrency", 16, 1, 1_000),
            database.duration("maxClockSkew", Duration.ofMinutes(1)),
            reader.resources());
    reader.checkPassphrase(settings);
    database.finish();
    return settings;
  }

  private Secret connectionString() {
    Secret text = database.requiredSecret("connectionString");
    try {
      if (!text.reveal().isEmpty()) {
        ConnectionString.parse(text.reveal());
      }
    } catch (S3dbException e) {
      database.problem("connectionString", "cannot be used: " + e.getMessage());
    }
    return text;
  }

  private @Nullable Secret secret(String name) {
    return Blank.orSecret(database, name).orElse(null);
  }

  private void checkPassphrase(DatabaseSettings settings) {
    Secret passphrase = settings.passphrase();
    if (passphrase != null
        && passphrase.reveal().equals("secret")
        && !settings.defaultPassphrase()) {
      database.problem(
          "passphrase",
          "is the one that s3db.js uses by default, which protects nothing: choose another, or set"
              + " allowDefaultPassphrase to read what was written with it");
    }
  }

  private List<ResourceDefinition> resources() {
    Options resources = database.nested("resources");
    List<ResourceDefinition> definitions = new ArrayList<>();
    for (String name : resources.names()) {
      definition(name, resources.nested(name), resources).ifPresent(definitions::add);
    }
    return definitions;
  }

  private static Optional<ResourceDefinition> definition(
      String name, Options resource, Options resources) {
    ResourceDefinition.Builder builder = ResourceDefinition.named(name);
    attributes(resource, builder);
    resource
        .text("behavior")
        .ifPresent(
            word -> attempt(resource, "behavior", () -> builder.behavior(Behavior.parse(word))));
    builder
        .timestamps(resource.bool("timestamps", false))
        .paranoid(resource.bool("paranoid", true))
        .idSize(resource.count("idSize", ResourceDefinition.DEFAULT_ID_SIZE, 1, 256));
    resource
        .text("idGenerator")
        .ifPresent(form -> attempt(resource, "idGenerator", () -> builder.idGenerator(form)));
    partitions(resource, builder);
    resource.finish();
    try {
      return Optional.of(builder.build());
    } catch (ValidationException e) {
      e.problems().forEach(each -> resources.problem(name, "is not valid: " + each.message()));
    } catch (S3dbException | IllegalArgumentException e) {
      resources.problem(name, "is not valid: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static void attributes(Options resource, ResourceDefinition.Builder builder) {
    if (resource.isAbsent("attributes")) {
      resource.problem("attributes", "is required: name the attributes and their types");
    }
    Options attributes = resource.nested("attributes");
    Map<String, Object> definitions = new LinkedHashMap<>();
    for (String each : attributes.names()) {
      switch (attributes.value(each)) {
        case String text -> definitions.put(each, text);
        case Map<?, ?> map -> definitions.put(each, map);
        case null, default ->
            attributes.problem(each, "must be a type such as string|required, or an object");
      }
    }
    attempt(resource, "attributes", () -> builder.attributes(definitions));
  }

  /** By name with their fields, or a list of attributes that each are a partition. */
  private static void partitions(Options resource, ResourceDefinition.Builder builder) {
    if (resource.value("partitions") instanceof Collection<?>) {
      builder.partitions(resource.texts("partitions").toArray(String[]::new));
      return;
    }
    Options partitions = resource.nested("partitions");
    for (String name : partitions.names()) {
      Options partition = partitions.nested(name);
      Map<String, String> fields = partition.textMap("fields");
      if (fields.isEmpty()) {
        partition.problem("fields", "is required: name the fields and their rules");
      }
      partition.finish();
      builder.partition(name, fields);
    }
  }

  private static void attempt(Options resource, String name, Runnable action) {
    try {
      action.run();
    } catch (S3dbException | IllegalArgumentException e) {
      resource.problem(name, "cannot be used: " + e.getMessage());
    }
  }
}
