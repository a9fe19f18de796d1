package io.s3db.replicator.spi;

import io.s3db.Document;
import io.s3db.version.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row as it looks when it is read back from a destination.
 *
 * <p>Values have one form each, whatever form they were written in: {@code 1.50} and {@code 1.5} in
 * a column of numbers give the same. Fields that are null are left out.
 *
 * @param key the fields of the key
 * @param storedVersion the version the row has there; null if the destination does not tell, so
 *     that nobody knows whether the row is ours
 * @param fields the fields that the route writes, those of the key among them
 */
public record StoredRow(Document key, @Nullable Version storedVersion, Document fields) {
  /** The version the row has there, if the destination tells. */
  public Optional<Version> version() {
    return Optional.ofNullable(storedVersion);
  }
}
