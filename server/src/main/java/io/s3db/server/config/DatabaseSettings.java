package io.s3db.server.config;

import io.s3db.S3db;
import io.s3db.S3dbBuilder;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.options.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code database}.
 *
 * @param connectionString where it lies, with credentials
 * @param passphrase of secret attributes; null if there are none
 * @param pepper of passwords; null if there is none
 * @param defaultPassphrase whether the passphrase that s3db.js uses by default is accepted
 * @param concurrency how many records are read or written at once by one operation
 * @param maxClockSkew how far ahead of the store's clock a version may be
 * @param resources created if they are missing, changed if they are different
 */
public record DatabaseSettings(
    Secret connectionString,
    @Nullable Secret passphrase,
    @Nullable Secret pepper,
    boolean defaultPassphrase,
    int concurrency,
    Duration maxClockSkew,
    List<ResourceDefinition> resources) {
  /** Copies the list. */
  public DatabaseSettings {
    resources = List.copyOf(resources);
  }

  /** A connection described by these settings; plugins may be added to it. */
  public S3dbBuilder builder() {
    S3dbBuilder builder =
        S3db.builder()
            .connectionString(connectionString.reveal())
            .concurrency(concurrency)
            .maxClockSkew(maxClockSkew);
    if (passphrase != null) {
      builder.passphrase(passphrase.reveal());
    }
    if (pepper != null) {
      builder.pepper(pepper.reveal());
    }
    return defaultPassphrase ? builder.allowDefaultPassphrase() : builder;
  }
}
