package io.s3db.server.config;

import io.s3db.S3dbException;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import io.s3db.store.ConnectionString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
      ResourceReader.read(name, resources.nested(name), resources).ifPresent(definitions::add);
    }
    return definitions;
  }
}
